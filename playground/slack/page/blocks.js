// Draws blocks, one function a type. `context`: names(id), act(action).
import { el, mrkdwn, words } from "/page/mrkdwn.js";
import { richText } from "/page/richtext.js";
import { dataTable, table } from "/page/tables.js";
import { control } from "/page/controls.js";
import { chart } from "/page/chart.js";

const draw = {
  header: (block) => el("div", { class: "block header" }, block.text.text),
  divider: () => el("hr", { class: "block" }),
  section(block, context) {
    const text = block.text ? el("div", { class: "text" }, ...words(block.text, context.names)) : null;
    const fields = block.fields ? el("div", { class: "fields" }, ...block.fields.map((field) => el("div", { class: "text" }, ...words(field, context.names)))) : null;
    const body = el("div", {}, text, fields);
    if (!block.accessory) return el("div", { class: "block" }, body);
    const side = block.accessory.type === "image" ? el("span", { class: "small" }, block.accessory.alt_text) : control(block.accessory, block, context);
    return el("div", { class: "block with-accessory" }, body, side);
  },
  context: (block, context) => el("div", { class: "block context text" }, ...block.elements.flatMap((one, index) => [
    index ? " " : "", ...(one.type === "image" ? [one.alt_text] : words(one, context.names))])),
  actions: (block, context) => el("div", { class: "block actions" }, ...block.elements.map((one) => control(one, block, context))),
  rich_text: (block, context) => richText(block, context.names),
  table,
  data_table: dataTable,
  data_visualization: chart,
  markdown: (block) => el("div", { class: "block text" }, block.text),
  image: (block) => el("div", { class: "block small" }, `🖼 ${block.alt_text}`),
  input: (block, context) => el("label", { class: "block" }, el("b", {}, block.label.text), " ", control(block.element, block, context)),
};

export function blocks(list, context) {
  return list.map((block) => (draw[block.type] ?? ((one) => el("div", { class: "block small" }, `[${one.type}]`)))(block, { ...context, block }));
}

export const plainText = (text, names) => el("div", { class: "text" }, ...mrkdwn(text, names));
