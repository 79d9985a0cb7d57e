// What blocks need of their surroundings: whose page it is, what ids are called, and where a click goes.
import type { Confirm, PlainTextOption } from "@slack/types";
import { createContext, useContext } from "react";

export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  group(id: string): string | undefined;
  inGroup(group: string, user: string): boolean;
  people: { id: string; name: string }[];
  channels: { id: string; name: string }[];
}

/** An entry of `actions` in the payload that the app gets, but for what the stand-in knows itself. */
export interface Action {
  block_id: string;
  action_id: string;
  [chosen: string]: unknown;
}

/** `state.values` of the payload, by block_id and action_id. */
export type Values = Record<string, Record<string, Record<string, unknown>>>;

export interface OptionGroup {
  label: { text: string };
  options: PlainTextOption[];
}

export interface Surroundings {
  names: Names;
  me: string;
  /** Sends what was done with a control; resolves when the app has acked it or failed to. */
  act(action: Action, values: Values): Promise<void>;
  /** Asks the app for an external menu's options. */
  suggest(block: string, action: string, typed: string): Promise<OptionGroup[]>;
  /** Asks the person to confirm; resolves with the answer. */
  confirm(question: Confirm): Promise<boolean>;
  /** Shows an image large. */
  view(image: { url: string; title: string }): void;
  /** Where an uploaded file is served, if it is known. */
  fileUrl(id: string): string | undefined;
  /** What time it is where the blocks stand. */
  time(): Date;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext);
  if (!found) throw new Error("blocks are drawn outside of any surroundings");
  return found;
}
