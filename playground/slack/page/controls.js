// Draws what can be acted on. `context.act(action, block)` sends a click: an action_id, or action_id=value.
import { el } from "/page/mrkdwn.js";

const confirmed = (element) => {
  const ask = element.confirm;
  return !ask || window.confirm(`${ask.title?.text ?? "Are you sure?"}\n\n${ask.text?.text ?? ""}`);
};

const optionNode = (option) => el("option", { value: option.value ?? option.text.text }, option.text.text);

function menu(element, context, label) {
  const options = (element.options || []).map(optionNode);
  const groups = (element.option_groups || []).map((group) => el("optgroup", { label: group.label.text }, ...group.options.map(optionNode)));
  const picked = (event) => {
    const value = event.target.value;
    if (value && confirmed(element)) context.act(`${element.action_id}=${value}`);
    if (element.type === "overflow") event.target.selectedIndex = 0;
  };
  const select = el("select", { class: element.type, "aria-label": label, onchange: picked }, el("option", { value: "" }, label), ...options, ...groups);
  if (element.initial_option) select.value = element.initial_option.value;
  return select;
}

function choices(element, context, type) {
  return el("span", {}, ...element.options.map((option) => {
    const chosen = [element.initial_option, ...(element.initial_options || [])].some((one) => one?.value === option.value);
    const click = () => context.act(`${element.action_id}=${option.value}`);
    return el("label", {}, el("input", { type, name: element.action_id, checked: chosen, onchange: click }), option.text.text);
  }));
}

export function control(element, block, context) {
  if (element.type === "button") {
    const click = () => {
      if (!confirmed(element)) return;
      if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noreferrer");
      context.act(element.action_id);
    };
    return el("button", { type: "button", class: element.style, onclick: click, "aria-label": element.accessibility_label }, element.text.text);
  }
  if (element.type === "overflow") return menu(element, context, "⋯");
  if (element.type.endsWith("static_select")) return menu(element, context, element.placeholder?.text ?? "Choose…");
  if (element.type === "checkboxes") return choices(element, context, "checkbox");
  if (element.type === "radio_buttons") return choices(element, context, "radio");
  const types = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
  if (element.type in types) {
    const picked = (event) => {
      const seconds = Math.round(new Date(event.target.value).getTime() / 1000);
      context.act(`${element.action_id}=${element.type === "datetimepicker" ? seconds : event.target.value}`);
    };
    return el("input", { type: types[element.type], value: element.initial_date || element.initial_time, onchange: picked });
  }
  const typed = (event) => event.key === "Enter" && context.act(`${element.action_id}=${event.target.value}`);
  return el("input", { placeholder: element.placeholder?.text ?? element.type, onkeydown: typed });
}
