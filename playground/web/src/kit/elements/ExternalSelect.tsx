// The menus whose choices the app is asked for as somebody types: external_select, multi_external_select.
import type { ExternalSelect as One, MultiExternalSelect as Many, PlainTextOption } from "@slack/types";
import { useCallback, useRef, useState } from "react";
import { useHeld } from "../control";
import { usePlace } from "../store";
import { type OptionGroup, useSurroundings } from "../surroundings";
import { plain } from "../text/Words";
import { Menu } from "./Menu";
import { choice, choices, type OptionChoice } from "./options";

const LEAST_TYPED = 3;
/** Slack asks after so many characters unless the app says otherwise (min_query_length). */

export function ExternalSelect({ element }: { element: One | Many }) {
  const several = element.type === "multi_external_select";
  const held = useHeld<PlainTextOption | PlainTextOption[] | null>(element);
  const around = useSurroundings();
  const { block } = usePlace();
  const [groups, setGroups] = useState<OptionGroup[]>([]);
  const [said, setSaid] = useState("");
  const latest = useRef("");
  const least = element.min_query_length ?? LEAST_TYPED;
  const action = element.action_id ?? "";
  const ask = useCallback(
    (typed: string) => {
      latest.current = typed;
      if (typed.length < least) {
        setGroups([]);
        setSaid(`Type ${least} or more characters`);
        return;
      }
      setSaid("Loading…");
      void around.suggest(block, action, typed).then((found) => {
        if (latest.current !== typed) return; // an older answer came late
        setGroups(found);
        setSaid("No matches");
      });
    },
    [action, around, block, least],
  );
  const value = held.value === null || held.value === undefined ? [] : [held.value].flat();
  const pick = (picked: readonly unknown[]) => {
    const options = (picked as OptionChoice[]).map((one) => one.option);
    void held.choose(several ? options : (options[0] ?? null));
  };
  return (
    <Menu
      multiple={several}
      choices={choices([], groups)}
      chosen={value.map((one) => choice(one))}
      busy={held.busy}
      nothing={said}
      onType={ask}
      placeholder={plain(element.placeholder) || "Select an item"}
      focus={element.focus_on_load}
      onChoose={pick}
      {...("max_selected_items" in element && element.max_selected_items ? { most: element.max_selected_items } : {})}
    />
  );
}
