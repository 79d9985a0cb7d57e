// What stands in the controls of one message, modal or Home tab: first what the app set, then what the person chose.
import { createContext, useContext, useMemo, useState } from "react";
import type { Values } from "./surroundings";

// For each kind of control: the field of its value in a payload, and the field that the app presets it with.
const FIELDS: Record<string, readonly [string, string]> = {
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  users_select: ["selected_user", "initial_user"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  multi_users_select: ["selected_users", "initial_users"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  checkboxes: ["selected_options", "initial_options"],
  radio_buttons: ["selected_option", "initial_option"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  plain_text_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  file_input: ["files", ""],
};

export interface Control {
  type: string;
  action_id?: string;
  [preset: string]: unknown;
}

/** Returns the field that a control's value stands in, e.g. `selected_option`; "" for what holds no value. */
export const fieldOf = (type: string): string => FIELDS[type]?.[0] ?? "";

const presetOf = (control: Control): unknown => {
  const [field = "", preset = ""] = FIELDS[control.type] ?? [];
  return control[preset] ?? (field.endsWith("s") ? [] : null);
};

function controlsIn(value: unknown, block: string, found: [string, Control][]): [string, Control][] {
  if (Array.isArray(value)) value.forEach((one) => controlsIn(one, block, found));
  else if (value !== null && typeof value === "object") {
    const one = value as Record<string, unknown>;
    const inBlock = typeof one.block_id === "string" ? one.block_id : block;
    if (typeof one.type === "string" && one.type in FIELDS && typeof one.action_id === "string")
      found.push([inBlock, one as Control]);
    for (const name of ["elements", "element", "accessory", "child_blocks", "actions", "rows"])
      controlsIn(one[name], inBlock, found);
  }
  return found;
}

/** Returns the values that an app has preset in its blocks. */
export function preset(blocks: unknown): Values {
  const values: Values = {};
  for (const [block, control] of controlsIn(blocks, "", [])) {
    const entry = { type: control.type, [fieldOf(control.type)]: presetOf(control) };
    values[block] = { ...values[block], [control.action_id ?? ""]: entry };
  }
  return values;
}

export interface Store {
  values: Values;
  /** Keeps a value and returns all values as they are now. */
  set(block: string, action: string, entry: Record<string, unknown>): Values;
}

/** Returns the store of some blocks; what was chosen outlives an edit that keeps the control's ids. */
export function useStore(blocks: unknown): Store {
  const [chosen, setChosen] = useState<Values>({});
  return useMemo(() => {
    const values = preset(blocks);
    for (const [block, actions] of Object.entries(chosen)) {
      for (const [action, entry] of Object.entries(actions)) {
        if (values[block]?.[action]?.type === entry.type) values[block] = { ...values[block], [action]: entry };
      }
    }
    const set = (block: string, action: string, entry: Record<string, unknown>): Values => {
      setChosen((before) => ({ ...before, [block]: { ...before[block], [action]: entry } }));
      return { ...values, [block]: { ...values[block], [action]: entry } };
    };
    return { values, set };
  }, [blocks, chosen]);
}

export const StoreContext = createContext<Store>({ values: {}, set: () => ({}) });

/** Which block a control stands in, and whether the app is told of each change (not so in an input block). */
export interface Place {
  block: string;
  dispatches: boolean;
  label?: string;
  describedBy?: string;
  invalid?: boolean;
}

export const PlaceContext = createContext<Place>({ block: "", dispatches: true });
export const useStoreOf = (): Store => useContext(StoreContext);
export const usePlace = (): Place => useContext(PlaceContext);
