// Messages with the box to write more: files are dropped anywhere on it, the arrow up edits what one has said last.
import type { ReactNode } from "react";
import type { Channel, Message } from "../server/types";
import { useAttached } from "./attached";
import { Composer } from "./Composer";
import { useDesk } from "./Desk";
import { Dropping } from "./Dropping";
import { startEditing } from "./editing";

interface Props {
  channel: Channel;
  thread?: string;
  said: Message[];
  placeholder: string;
  children: ReactNode;
}

export function Writing({ channel, thread = "", said, placeholder, children }: Props) {
  const { me } = useDesk();
  const attached = useAttached();
  const editLast = () => {
    const mine = said.findLast((one) => one.user === me.id && one.ephemeral_to === null);
    if (mine) startEditing({ ts: mine.ts, inChannel: !thread });
  };
  return (
    <Dropping onFiles={attached.add}>
      {children}
      <Composer channel={channel} thread={thread} placeholder={placeholder} attached={attached} onEditLast={editLast} />
    </Dropping>
  );
}
