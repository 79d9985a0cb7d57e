// What ids are called in this workspace.
import type { Names } from "../kit/surroundings";
import type { State } from "../server/types";

export function namesOf(state: State): Names {
  const people = [...state.users, state.bot];
  const user = (id: string) => people.find((one) => one.id === id);
  return {
    user: (id) => (user(id)?.id === state.bot.id ? state.bot.name : user(id)?.real_name),
    channel: (id) => state.channels.find((one) => one.id === id)?.name,
    group: (id) => state.groups.find((one) => one.id === id)?.handle,
    inGroup: (group, id) => state.groups.some((one) => one.id === group && one.users.includes(id)),
    people: people.map((one) => ({ id: one.id, name: one.real_name })),
    channels: state.channels.filter((one) => !one.is_im).map((one) => ({ id: one.id, name: one.name ?? one.id })),
  };
}
