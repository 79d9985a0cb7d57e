// Emoji by the names that Slack gives them.
import table from "virtual:emoji";

const SKIN = /^skin-tone-([2-6])$/;
const NAME = /:([a-z0-9_+'-]+):(?::(skin-tone-[2-6]):)?/g;

let byName: Map<string, string> | undefined;

function all(): Map<string, string> {
  byName ??= new Map(
    table.split("\n").flatMap((line) => {
      const [character = "", ...names] = line.split(" ");
      return names.map((name): [string, string] => [name, character]);
    }),
  );
  return byName;
}

/** Returns the character of an emoji's name, with or without a skin tone (`wave`, `wave::skin-tone-3`); undefined for an unknown one. */
export function emoji(name: string): string | undefined {
  const [plain = "", tone] = name.split("::");
  const character = all().get(plain);
  const number = tone === undefined ? undefined : SKIN.exec(tone)?.[1];
  if (character === undefined || number === undefined) return character;
  return character.replace(/\uFE0F/g, "") + String.fromCodePoint(0x1f3f9 + Number(number));
}

/** Returns the names that begin with what is typed, the shortest first. */
export function emojiNames(start: string, most: number): string[] {
  const found = [...all().keys()].filter((name) => name.startsWith(start));
  return found.sort((a, b) => a.length - b.length || a.localeCompare(b)).slice(0, most);
}

/** Returns a text with the names of emoji in it replaced by their characters. Unknown names stay as they are. */
export const withEmoji = (text: string): string =>
  text.replace(NAME, (whole: string, name: string, tone?: string) => emoji(tone ? `${name}::${tone}` : name) ?? whole);
