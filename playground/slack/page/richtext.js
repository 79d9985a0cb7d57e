// Draws rich_text: sections, lists, quotes, preformatted.
import { dateText, el, link } from "/page/mrkdwn.js";

function inline(part, names) {
  const style = part.style || {};
  let node;
  if (part.type === "text") node = document.createTextNode(part.text);
  else if (part.type === "link") node = link(part.url, part.text || part.url);
  else if (part.type === "emoji") node = document.createTextNode(part.unicode ? String.fromCodePoint(...part.unicode.split("-").map((c) => parseInt(c, 16))) : `:${part.name}:`);
  else if (part.type === "user") node = el("span", { class: "mention" }, `@${names(part.user_id) || part.user_id}`);
  else if (part.type === "usergroup") node = el("span", { class: "mention" }, `@${part.usergroup_id}`);
  else if (part.type === "channel") node = el("span", { class: "mention" }, `#${names(part.channel_id) || part.channel_id}`);
  else if (part.type === "broadcast") node = el("span", { class: "mention" }, `@${part.range}`);
  else if (part.type === "date") node = el("time", { title: part.fallback }, dateText(part.timestamp, part.format, part.fallback));
  else node = document.createTextNode(part.value || part.type);
  for (const [name, tag] of [["code", "code"], ["bold", "b"], ["italic", "i"], ["strike", "s"], ["underline", "u"]]) {
    if (style[name]) node = el(tag, {}, node);
  }
  return node;
}

function element(part, names) {
  if (part.type === "rich_text_list") {
    const items = part.elements.map((item) => el("li", {}, ...item.elements.map((one) => inline(one, names))));
    return el(part.style === "ordered" ? "ol" : "ul", {}, ...items);
  }
  const tag = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" }[part.type] || "div";
  return el(tag, { class: tag === "div" ? "text" : undefined }, ...part.elements.map((one) => inline(one, names)));
}

export const richText = (block, names) => el("div", { class: "block" }, ...block.elements.map((part) => element(part, names)));

export const richTextPlain = (value) =>
  Array.isArray(value) ? value.map(richTextPlain).join("") : value && typeof value === "object" ? (value.text ?? richTextPlain(value.elements ?? [])) : "";
