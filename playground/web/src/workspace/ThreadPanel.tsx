// A thread, beside its channel.
import type { Channel } from "../server/types";
import { useDesk } from "./Desk";
import { Messages } from "./Messages";
import { Panel } from "./Panel";
import { rootOf } from "./model";
import { go } from "./route";
import { Writing } from "./Writing";

export function ThreadPanel({ channel, root, title }: { channel: Channel; root: string; title: string }) {
  const { now, me } = useDesk();
  const said = (now.messages[channel.id] ?? []).filter(
    (one) => rootOf(one) === root && !one.deleted && (one.ephemeral_to === null || one.ephemeral_to === me.id),
  );
  return (
    <Panel title="Thread" note={title} onClose={() => go({ thread: "" })}>
      <Writing key={root} channel={channel} thread={root} said={said} placeholder="Reply…">
        <Messages messages={said.map((one) => ({ ...one, broadcast: false }))} label="Thread" />
      </Writing>
    </Panel>
  );
}
