// A channel or the DM with the app: its top, its messages, the box to write in.
import { useEffect, useMemo } from "react";
import type { Channel, Message } from "../server/types";
import { useDesk } from "./Desk";
import { Messages } from "./Messages";
import { rootOf } from "./model";
import { Writing } from "./Writing";

/** Returns the messages that a person sees in a channel's own column, and the replies of each thread. */
function sorted(all: Message[], me: string): [Message[], Map<string, Message[]>] {
  const seen = all.filter((one) => !one.deleted && (one.ephemeral_to === null || one.ephemeral_to === me));
  const isReply = (one: Message) => one.thread_ts !== null && one.thread_ts !== one.ts;
  const replies = Map.groupBy(
    seen.filter((one) => isReply(one) && one.ephemeral_to === null),
    rootOf,
  );
  return [seen.filter((one) => !isReply(one) || one.broadcast), replies];
}

export function Conversation({ channel, title }: { channel: Channel; title: string }) {
  const { model, now, me } = useDesk();
  const said = now.messages[channel.id];
  const [shown, replies] = useMemo(() => sorted(said ?? [], me.id), [said, me.id]);
  useEffect(() => void model.open(channel.id), [model, channel.id]);
  const writable = channel.members.includes(me.id) && !channel.is_archived;
  const column = <Messages key={channel.id} messages={shown} replies={replies} label={`Messages in ${title}`} />;
  if (!writable) {
    return (
      <>
        {column}
        <p className="read-only">{channel.is_archived ? `${title} is archived.` : `You are not in ${title}.`}</p>
      </>
    );
  }
  return (
    <Writing key={channel.id} channel={channel} said={shown} placeholder={`Message ${title}`}>
      {column}
    </Writing>
  );
}
