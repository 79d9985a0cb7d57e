// The menus whose choices the app lists: static_select, multi_static_select.
import type { MultiStaticSelect, PlainTextOption, StaticSelect } from "@slack/types";
import { useHeld } from "../control";
import { plain } from "../text/Words";
import { Menu } from "./Menu";
import { choice, choices, type OptionChoice } from "./options";

const chosenOf = (picked: readonly unknown[]): PlainTextOption[] => (picked as OptionChoice[]).map((one) => one.option);

export function Select({ element }: { element: StaticSelect }) {
  const held = useHeld<PlainTextOption | null>(element);
  return (
    <Menu
      choices={choices(element.options, element.option_groups)}
      chosen={held.value ? [choice(held.value)] : []}
      busy={held.busy}
      placeholder={plain(element.placeholder) || "Select an item"}
      focus={element.focus_on_load}
      onChoose={(picked) => void held.choose(chosenOf(picked)[0] ?? null)}
    />
  );
}

export function MultiSelect({ element }: { element: MultiStaticSelect }) {
  const held = useHeld<PlainTextOption[]>(element);
  return (
    <Menu
      multiple
      most={element.max_selected_items ?? Infinity}
      choices={choices(element.options, element.option_groups)}
      busy={held.busy}
      chosen={(held.value ?? []).map((one) => choice(one))}
      placeholder={plain(element.placeholder) || "Select items"}
      focus={element.focus_on_load}
      onChoose={(picked) => void held.choose(chosenOf(picked))}
    />
  );
}
