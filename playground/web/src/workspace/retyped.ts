// What somebody wrote, as they typed it: to be typed on.
import { unescaped } from "../kit/text/entities";
import type { State } from "../server/types";

/** Returns a message's text with mentions by name and every character as it is read. */
export function retyped(text: string, state: State): string {
  const people = [...state.users, state.bot];
  const named = (whole: string, id: string) => {
    const known = people.find((one) => one.id === id);
    return known ? `@${known.name}` : whole;
  };
  return unescaped(text.replace(/<@(\w+)>/g, named).replace(/<#\w+\|([^>]*)>/g, "#$1"));
}
