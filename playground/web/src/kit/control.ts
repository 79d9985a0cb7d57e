// One control at work: what it holds, and what happens when a person changes it.
import type { Confirm } from "@slack/types";
import { useState } from "react";
import { type Control, fieldOf, usePlace, useStoreOf } from "./store";
import { useSurroundings } from "./surroundings";

export interface Held<T> {
  value: T;
  busy: boolean;
  /** Keeps a value and tells the app, if it is to be told; after a confirmation, if one is asked for. */
  choose(value: T): Promise<void>;
  /** Keeps a value without telling anybody, as somebody types. */
  keep(value: T): void;
}

/** Returns what a control holds. */
export function useHeld<T>(control: object): Held<T> {
  const { type, action_id: action = "", confirm } = control as Control & { confirm?: Confirm };
  const [place, store, around] = [usePlace(), useStoreOf(), useSurroundings()];
  const [busy, setBusy] = useState(false);
  const field = fieldOf(type);
  const keep = (value: T) => store.set(place.block, action, { type, [field]: value });
  const choose = async (value: T) => {
    if (!place.dispatches) {
      keep(value);
      return;
    }
    if (confirm && !(await around.confirm(confirm))) return;
    const values = keep(value);
    setBusy(true);
    await around.act({ block_id: place.block, action_id: action, [field]: value }, values);
    setBusy(false);
  };
  return { value: store.values[place.block]?.[action]?.[field] as T, busy, choose, keep: (value) => void keep(value) };
}

/** Returns a function that tells the app of a click on something that holds no value: a button, an entry of an overflow menu. */
export function useClick(control: object): [boolean, (chosen: Record<string, unknown>) => Promise<boolean>] {
  const { action_id: action = "", confirm } = control as Control & { confirm?: Confirm };
  const [place, store, around] = [usePlace(), useStoreOf(), useSurroundings()];
  const [busy, setBusy] = useState(false);
  const click = async (chosen: Record<string, unknown>) => {
    if (confirm && !(await around.confirm(confirm))) return false;
    setBusy(true);
    await around.act({ block_id: place.block, action_id: action, ...chosen }, store.values);
    setBusy(false);
    return true;
  };
  return [busy, click];
}
