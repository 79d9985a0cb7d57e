// What may follow what is being typed: commands and their arguments, people, channels, emoji.
import { emoji, emojiNames } from "../kit/text/emoji";
import type { Channel, Commands, User } from "../server/types";

export interface Completion {
  /** What stands in the box when it is taken, and where the caret is then. */
  text: string;
  caret: number;
  label: string;
  note: string;
}

export interface Known {
  commands: Commands;
  people: User[];
  channels: Channel[];
}

const MOST = 8;
const MOST_COMMANDS = 30; // the list scrolls: all commands are to be found in it

/** Returns what may follow, the likeliest first. */
export function completions(text: string, caret: number, known: Known): Completion[] {
  const before = text.slice(0, caret);
  if (before.startsWith("/")) return [...ofCommands(before, text.slice(caret), known.commands), ...ofSlack(before)];
  const word = /(?:^|\s)([@#:])([\w.+'-]*)$/.exec(before);
  if (!word) return [];
  const [, sign = "", start = ""] = word;
  const head = before.slice(0, before.length - start.length - 1);
  const take = (said: string, label: string, note: string): Completion => ({
    text: `${head}${said} ${text.slice(caret)}`,
    caret: head.length + said.length + 1,
    label,
    note,
  });
  const begins = (name: string) => name.toLowerCase().startsWith(start.toLowerCase());
  if (sign === "@")
    return known.people
      .filter((one) => begins(one.name))
      .slice(0, MOST)
      .map((one) => take(`@${one.name}`, `@${one.name}`, one.real_name));
  if (sign === "#")
    return known.channels
      .filter((one) => one.name && begins(one.name))
      .slice(0, MOST)
      .map((one) => take(`#${one.name}`, `#${one.name}`, one.topic?.value ?? ""));
  if (start.length < 2) return [];
  return emojiNames(start, MOST).map((name) => take(emoji(name) ?? "", `${emoji(name)} :${name}:`, ""));
}

/** Slack's own command by which an app is called into a channel. */
function ofSlack(before: string): Completion[] {
  const said = "/invite @";
  return said.startsWith(before) && before.length < said.length
    ? [{ text: said, caret: said.length, label: "/invite @", note: "Call somebody, or an app, into this channel" }]
    : [];
}

// A usage line reads `pods failed [-n NAMESPACE] [@target|@all]`: words to type, and in brackets what may be added.
const PARTS = /\[[^\]]*\]|\S+/g;

const isTyped = (part: string): boolean => /^[a-z0-9?-]+$/.test(part);

function ofCommands(before: string, after: string, { command, lines }: Commands): Completion[] {
  if (command.startsWith(before))
    return [{ text: `${command} ${after}`, caret: command.length + 1, label: command, note: "" }];
  if (!before.startsWith(`${command} `)) return [];
  const line = before.slice(command.length + 1);
  const taken = (said: string) => ({ text: `${command} ${said}${after}`, caret: command.length + 1 + said.length });
  const whole = lines.filter(({ usage }) => wordsOf(usage).startsWith(line) && wordsOf(usage) !== line.trimEnd());
  const found = whole.map(({ usage, help }) => ({ ...taken(`${wordsOf(usage)} `), label: usage, note: help }));
  const begun = lines
    .filter(({ usage }) => line.startsWith(`${wordsOf(usage)} `))
    .sort((a, b) => b.usage.length - a.usage.length)[0];
  return [...found, ...(begun ? ofArguments(line, begun.usage, taken) : [])].slice(0, MOST_COMMANDS);
}

const wordsOf = (usage: string): string => {
  const parts = usage.match(PARTS) ?? [];
  const end = parts.findIndex((part) => !isTyped(part));
  return (end < 0 ? parts : parts.slice(0, end)).join(" ");
};

function ofArguments(line: string, usage: string, taken: (said: string) => { text: string; caret: number }): Completion[] {
  const start = /\S*$/.exec(line)?.[0] ?? "";
  const head = line.slice(0, line.length - start.length);
  const options = (usage.match(PARTS) ?? [])
    .filter((part) => part.startsWith("["))
    .flatMap((part) => part.slice(1, -1).split("|"));
  return options
    .filter((option) => /^[-@]/.test(option) && option.startsWith(start) && !head.includes(`${option.split(" ")[0]} `))
    .map((option) => {
      const [flag = ""] = option.split(" ");
      const said = flag === "@target" ? "@" : `${flag} `; // which targets there are, only the app knows
      return { ...taken(head + said), label: option, note: "" };
    });
}
