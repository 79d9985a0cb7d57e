// Draws table, and data_table with its pages and sorting, as Slack's clients do.
import { el } from "/page/mrkdwn.js";
import { richText, richTextPlain } from "/page/richtext.js";
import { control } from "/page/controls.js";

const shown = (cell) => (cell.type === "raw_number" ? (cell.text ?? String(cell.value)) : (cell.text ?? richTextPlain(cell)));

function cellNode(cell, tag, context) {
  if (cell.type === "rich_text") return el(tag, {}, richText(cell, context.names));
  if (cell.type === "action") return el(tag, {}, control(cell.element, context.block, context));
  return el(tag, { class: cell.type === "raw_number" ? "number" : undefined }, shown(cell));
}

export function table(block, context) {
  const rows = block.rows.map((row, index) => el("tr", {}, ...row.map((cell) => cellNode(cell, index ? "td" : "th", context))));
  return el("div", { class: "block scroll" }, el("table", {}, ...rows));
}

function sorted(rows, column, down) {
  const numeric = rows.every((row) => row[column].type === "raw_number");
  const order = (a, b) => (numeric ? a[column].value - b[column].value : shown(a[column]).localeCompare(shown(b[column])));
  return [...rows].sort((a, b) => (down ? -order(a, b) : order(a, b)));
}

export function dataTable(block, context) {
  const size = block.page_size || 5;
  const view = { page: 0, column: null, down: false };
  const holder = el("div", { class: "block" });
  const draw = () => {
    const all = view.column === null ? block.rows.slice(1) : sorted(block.rows.slice(1), view.column, view.down);
    const pages = Math.ceil(all.length / size);
    const head = block.rows[0].map((cell, index) => {
      const mark = view.column === index ? (view.down ? " ▼" : " ▲") : "";
      const sort = () => { view.down = view.column === index && !view.down; view.column = index; view.page = 0; draw(); };
      return el("th", { scope: "col" }, el("button", { type: "button", onclick: sort }, shown(cell) + mark));
    });
    const body = all.slice(view.page * size, (view.page + 1) * size);
    const rows = body.map((row) => el("tr", {}, ...row.map((cell) => cellNode(cell, "td", context))));
    const turn = (by) => () => { view.page += by; draw(); };
    const pager = el("div", { class: "pager" },
      el("button", { type: "button", onclick: turn(-1), disabled: view.page === 0, "aria-label": "Previous page" }, "‹"),
      `${view.page * size + 1}–${view.page * size + body.length} of ${all.length}`,
      el("button", { type: "button", onclick: turn(1), disabled: view.page >= pages - 1, "aria-label": "Next page" }, "›"));
    const drawn = el("table", { "aria-label": block.caption }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows));
    holder.replaceChildren(el("div", { class: "small" }, block.caption), el("div", { class: "scroll" }, drawn), pages > 1 ? pager : "");
  };
  draw();
  return holder;
}
