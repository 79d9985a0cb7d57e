// Reads Slack's own mark-up, mrkdwn, into nodes. https://docs.slack.dev/messaging/formatting-message-text/
import { unescaped } from "./entities";

export type Node =
  | { kind: "text"; text: string }
  | { kind: "code" | "fence"; text: string }
  | { kind: "bold" | "italic" | "strike" | "quote"; inside: Node[] }
  | { kind: "link"; url: string; label: string }
  | { kind: "user" | "channel" | "group" | "broadcast"; id: string; label: string }
  | { kind: "date"; timestamp: number; format: string; url: string; fallback: string };

const MARKS: Record<string, "bold" | "italic" | "strike"> = { "*": "bold", _: "italic", "~": "strike" };
const FENCE = /```\n?([\s\S]+?)\n?```/g;
const ATOM = /`([^`\n]+)`|<([^<>\n]+)>/g;
const ADDRESS = /\bhttps?:\/\/[^\s<>|"'*~`]+[^\s<>|"'*~`.,;:!?)\]}]/g;
const WORD = /[\p{L}\p{N}]/u;

/** Returns what a mrkdwn text says. `verbatim`: bare addresses stay text. */
export function parse(text: string, verbatim = false): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(FENCE)) {
    nodes.push(...lines(text.slice(from, match.index).replace(/\n$/, ""), verbatim));
    nodes.push({ kind: "fence", text: unescaped(plain(match[1] ?? "")) });
    from = match.index + match[0].length;
    if (text[from] === "\n") from += 1;
  }
  return [...nodes, ...lines(text.slice(from), verbatim)];
}

// Inside code, links lose their brackets: Slack shows what would have been clicked.
const plain = (code: string): string =>
  code.replace(/<((?:https?|mailto):[^<>|\n]+)(?:\|([^<>\n]+))?>/g, (_, url: string, label?: string) => label ?? url);

function lines(text: string, verbatim: boolean): Node[] {
  if (!text) return [];
  const rest = /(^|\n)(?:&gt;|>){3} ?/.exec(text);
  if (rest) {
    const [before, quoted] = [text.slice(0, rest.index), text.slice(rest.index + rest[0].length)];
    return [...lines(before, verbatim), { kind: "quote", inside: inline(quoted, verbatim) }];
  }
  const nodes: Node[] = [];
  for (const run of runs(text.split("\n"))) {
    const inside = inline(run.lines.join("\n"), verbatim);
    nodes.push(...(run.quoted ? [{ kind: "quote" as const, inside }] : inside));
  }
  return nodes;
}

interface Run {
  quoted: boolean;
  lines: string[];
}

function runs(all: string[]): Run[] {
  const found: Run[] = [];
  for (const line of all) {
    const quoted = /^(?:&gt;|>)/.test(line);
    const last = found.at(-1);
    const words = quoted ? line.replace(/^(?:&gt;|>) ?/, "") : line;
    if (last?.quoted === quoted) last.lines.push(words);
    else found.push({ quoted, lines: [words] });
  }
  return found;
}

// Code and everything in angle brackets is read first, so that no mark-up is looked for inside: each becomes one
// character of the private use area, which text from outside cannot stand for, as those are taken out of it before.
const PRIVATE = /[\uE000-\uF8FF]/g;
const FIRST = 0xe000;

function inline(text: string, verbatim: boolean): Node[] {
  const atoms: Node[] = [];
  const keep = (node: Node) => String.fromCharCode(FIRST + atoms.push(node) - 1);
  let flat = text.replace(PRIVATE, "\uFFFD").replace(ATOM, (whole: string, code?: string, angle?: string) => {
    if (atoms.length > 6_000) return whole;
    return keep(code === undefined ? inBrackets(angle ?? "") : { kind: "code", text: unescaped(plain(code)) });
  });
  if (!verbatim) {
    flat = flat.replace(ADDRESS, (url) =>
      atoms.length > 6_000 ? url : keep({ kind: "link", url: unescaped(url), label: unescaped(url) }),
    );
  }
  return marked(flat, atoms);
}

function inBrackets(body: string): Node {
  const bar = body.indexOf("|");
  const [target, label] = bar < 0 ? [body, ""] : [body.slice(0, bar), unescaped(body.slice(bar + 1))];
  if (target.startsWith("@")) return { kind: "user", id: target.slice(1), label };
  if (target.startsWith("#")) return { kind: "channel", id: target.slice(1), label };
  if (target.startsWith("!subteam^")) return { kind: "group", id: target.slice(9), label };
  if (target.startsWith("!date^")) {
    const [, timestamp, format = "", url = ""] = target.split("^");
    return { kind: "date", timestamp: Number(timestamp), format: unescaped(format), url: unescaped(url), fallback: label };
  }
  if (target.startsWith("!")) return { kind: "broadcast", id: target.slice(1), label };
  return { kind: "link", url: unescaped(target), label: label || unescaped(target).replace(/^mailto:/, "") };
}

function marked(text: string, atoms: Node[]): Node[] {
  const nodes: Node[] = [];
  let said = "";
  const flush = () => {
    if (said) nodes.push({ kind: "text", text: unescaped(said) });
    said = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? "";
    const atom = atoms[letter.charCodeAt(0) - FIRST];
    const end = letter in MARKS ? closing(text, at) : -1;
    if (atom) {
      flush();
      nodes.push(atom);
    } else if (end > 0) {
      flush();
      nodes.push({ kind: MARKS[letter] ?? "bold", inside: marked(text.slice(at + 1, end), atoms) });
      at = end;
    } else {
      said += letter;
    }
  }
  flush();
  return nodes;
}

// A mark opens where no word stands before it and no blank behind it, and closes the other way round, on the same line.
function closing(text: string, open: number): number {
  const mark = text[open] ?? "";
  const [before, behind] = [text[open - 1] ?? " ", text[open + 1] ?? " "];
  if (WORD.test(before) || before === mark || /\s/.test(behind) || behind === mark) return -1;
  for (let at = open + 2; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] !== mark || text[at - 1] === mark || /\s/.test(text[at - 1] ?? " ")) continue;
    if (!WORD.test(text[at + 1] ?? " ")) return at;
  }
  return -1;
}
