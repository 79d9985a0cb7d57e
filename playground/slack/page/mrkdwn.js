// Makes nodes of Slack's mark-up. Text never becomes HTML: everything is a text node or an attribute that is set.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function link(url, text) {
  // Only what a browser may follow safely; anything else is shown as text.
  const safe = /^(https?:|mailto:)/i.test(url);
  return safe ? el("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, text) : document.createTextNode(text);
}

export function dateText(timestamp, format, fallback) {
  const at = new Date(timestamp * 1000);
  if (Number.isNaN(at.getTime())) return fallback || String(timestamp);
  const day = at.toLocaleDateString(undefined, { year: "numeric", month: "short", day: "numeric" });
  const time = at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  const seconds = at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return format
    .replaceAll(/\{date(_num|_short|_long)?(_pretty)?\}/g, day)
    .replaceAll("{time_secs}", seconds)
    .replaceAll("{time}", time)
    .replaceAll("{ago}", `${Math.round((Date.now() / 1000 - timestamp) / 60)} min ago`);
}

const TOKENS = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])/g;

function angle(body, names) {
  const [target, label] = [body.split("|")[0], body.includes("|") ? body.slice(body.indexOf("|") + 1) : ""];
  if (target.startsWith("@")) return el("span", { class: "mention" }, `@${names(target.slice(1)) || target.slice(1)}`);
  if (target.startsWith("#")) return el("span", { class: "mention" }, `#${label || names(target.slice(1)) || target.slice(1)}`);
  if (target.startsWith("!date^")) {
    const [, timestamp, format] = target.split("^");
    return el("time", { title: label }, dateText(Number(timestamp), format || "{date} {time}", unescape(label)));
  }
  if (target.startsWith("!")) return el("span", { class: "mention" }, `@${(label || target.slice(1)).replace(/^@/, "")}`);
  return link(unescape(target), unescape(label || target));
}

export function mrkdwn(text, names) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(TOKENS)) {
    parts.push(unescape(text.slice(from, match.index)));
    const [whole, fence, code, inside, bold, italic, strike] = match;
    if (fence !== undefined) parts.push(el("pre", {}, unescape(fence)));
    else if (code !== undefined) parts.push(el("code", {}, unescape(code)));
    else if (inside !== undefined) parts.push(angle(inside, names));
    else if (bold !== undefined) parts.push(el("b", {}, ...mrkdwn(bold, names)));
    else if (italic !== undefined) parts.push(el("i", {}, ...mrkdwn(italic, names)));
    else parts.push(el("s", {}, ...mrkdwn(strike, names)));
    from = match.index + whole.length;
  }
  parts.push(unescape(text.slice(from)));
  return parts;
}

export const words = (object, names) => (object.type === "mrkdwn" ? mrkdwn(object.text, names) : [object.text]);
