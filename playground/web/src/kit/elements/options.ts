// Options of menus as choices, and back.
import type { PlainTextOption } from "@slack/types";
import type { OptionGroup } from "../surroundings";
import { plain } from "../text/Words";
import type { Choice } from "./Menu";

export interface OptionChoice extends Choice {
  option: PlainTextOption;
}

export function choice(option: PlainTextOption, group?: string): OptionChoice {
  const note = option.description ? { note: plain(option.description) } : {};
  return {
    id: option.value ?? option.text.text,
    label: plain(option.text),
    option,
    ...note,
    ...(group === undefined ? {} : { group }),
  };
}

/** Returns the choices of a menu's options or groups of options. */
export function choices(options: readonly PlainTextOption[] = [], groups: readonly OptionGroup[] = []): OptionChoice[] {
  return [
    ...options.map((one) => choice(one)),
    ...groups.flatMap((group) => group.options.map((one) => choice(one, group.label.text))),
  ];
}
