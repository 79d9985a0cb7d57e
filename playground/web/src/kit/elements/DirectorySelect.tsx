// The menus of people, channels and conversations, one or several.
import type {
  ChannelsSelect,
  ConversationsSelect,
  MultiChannelsSelect,
  MultiConversationsSelect,
  MultiUsersSelect,
  UsersSelect,
} from "@slack/types";
import { useHeld } from "../control";
import { type Names, useSurroundings } from "../surroundings";
import { plain } from "../text/Words";
import { type Choice, Menu } from "./Menu";

type Element =
  UsersSelect | ChannelsSelect | ConversationsSelect | MultiUsersSelect | MultiChannelsSelect | MultiConversationsSelect;

const WORDS: Record<string, string> = {
  users: "Select a user",
  channels: "Select a channel",
  conversations: "Select a conversation",
};

function listed(kind: string, names: Names): Choice[] {
  const people = names.people.map((one) => ({ id: one.id, label: one.name }));
  const channels = names.channels.map((one) => ({ id: one.id, label: `# ${one.name}` }));
  return kind === "users" ? people : kind === "channels" ? channels : [...channels, ...people];
}

export function DirectorySelect({ element }: { element: Element }) {
  const several = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const held = useHeld<string | string[] | null>(element);
  const { names } = useSurroundings();
  const all = listed(kind, names);
  const ids = held.value === null || held.value === undefined ? [] : [held.value].flat();
  const chosen = ids.map((id) => all.find((one) => one.id === id) ?? { id, label: id });
  return (
    <Menu
      multiple={several}
      choices={all}
      chosen={chosen}
      busy={held.busy}
      placeholder={plain(element.placeholder) || (WORDS[kind] ?? "")}
      focus={element.focus_on_load}
      onChoose={(picked) => void held.choose(several ? picked.map((one) => one.id) : (picked[0]?.id ?? null))}
      {...("max_selected_items" in element && element.max_selected_items ? { most: element.max_selected_items } : {})}
    />
  );
}
