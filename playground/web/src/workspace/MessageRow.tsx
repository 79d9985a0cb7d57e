// One message as Slack shows it: who, when, what, and what can be done with it.
import { useEffect, useState } from "react";
import { Icon } from "../kit/Icon";
import { Attachment } from "../kit/blocks/Attachment";
import { Blocks } from "../kit/blocks/Blocks";
import { ago } from "../kit/text/dates";
import { Mrkdwn } from "../kit/text/Mrkdwn";
import type { Message } from "../server/types";
import { Around } from "./Around";
import { Avatar } from "./Avatar";
import { useDelete } from "./deleting";
import { useDesk } from "./Desk";
import { onEditing } from "./editing";
import { Editor } from "./Editor";
import { Files } from "./Files";
import { AddReaction, Reactions } from "./Reactions";
import { go } from "./route";
import { MessageShortcuts } from "./Shortcuts";

interface Props {
  message: Message;
  /** The replies of its thread, where it stands in the channel; none where the thread itself is shown. */
  replies?: Message[];
  /** The same person wrote just before: name and picture are not repeated. */
  follows?: boolean;
}

const clock = (at: Date): string => at.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });

export function MessageRow({ message, replies, follows = false }: Props) {
  const { now, names } = useDesk();
  const at = new Date(Number(message.ts) * 1000);
  const name = message.username || (names.user(message.user) ?? message.user);
  const ephemeral = message.ephemeral_to !== null;
  const inChannel = replies !== undefined;
  const [editing, setEditing] = useState(false);
  useEffect(() => onEditing({ ts: message.ts, inChannel }, () => setEditing(true)), [message.ts, inChannel]);
  const time = (
    <time dateTime={at.toISOString()} title={at.toLocaleString()}>
      {clock(at)}
    </time>
  );
  return (
    <li className={`message ${ephemeral ? "ephemeral" : ""} ${follows ? "follows" : ""}`} data-ts={message.ts}>
      {ephemeral && (
        <div className="message-note">
          <Icon name="eye" /> Only visible to you
        </div>
      )}
      {message.broadcast && message.thread_ts && <div className="message-note">replied to a thread</div>}
      <div className="message-side">{follows ? time : <Avatar name={name} bot={message.user === now.state.bot.id} />}</div>
      <div className="message-main">
        {!follows && (
          <div className="message-top">
            <b className="author">{name}</b>
            {(message.bot || message.username) && <span className="badge">APP</span>}
            {time}
          </div>
        )}
        {editing ? <Editor message={message} onDone={() => setEditing(false)} /> : <Body message={message} />}
        <Files ids={message.files} />
        <Reactions message={message} />
        {replies && replies.length > 0 && <Thread message={message} replies={replies} />}
      </div>
      {!ephemeral && !editing && <Toolbar message={message} inChannel={inChannel} onEdit={() => setEditing(true)} />}
    </li>
  );
}

function Body({ message }: { message: Message }) {
  const edited = message.edited > 0 && <span className="edited"> (edited)</span>;
  return (
    <Around at={{ channel: message.channel, ts: message.ts }}>
      {message.blocks.length > 0 ? (
        <>
          <Blocks blocks={message.blocks} />
          {edited}
        </>
      ) : (
        (message.text || edited) && (
          <div className="words">
            <Mrkdwn text={message.text} />
            {edited}
          </div>
        )
      )}
      {message.attachments.map((one, index) => (
        <Attachment key={index} attachment={one} />
      ))}
    </Around>
  );
}

function Thread({ message, replies }: { message: Message; replies: Message[] }) {
  const { names, now, time } = useDesk();
  const last = new Date(Number(replies.at(-1)?.ts) * 1000);
  const who = [...new Set(replies.map((one) => one.user))].slice(0, 3);
  return (
    <button type="button" className="thread-bar" onClick={() => go({ thread: message.ts })}>
      {who.map((id) => (
        <Avatar key={id} small name={names.user(id) ?? id} bot={id === now.state.bot.id} />
      ))}
      <b>
        {replies.length} {replies.length === 1 ? "reply" : "replies"}
      </b>
      <span className="note">Last reply {ago(last, time())}</span>
    </button>
  );
}

function Toolbar({ message, inChannel, onEdit }: { message: Message; inChannel: boolean; onEdit(): void }) {
  const { model } = useDesk();
  return (
    <div className="toolbar" role="group" aria-label="Message actions">
      <MessageShortcuts message={message} />
      <AddReaction onPick={(name) => void model.attempt("react", { channel: message.channel, ts: message.ts, name })} />
      {inChannel && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => go({ thread: message.thread_ts ?? message.ts })}
        >
          <Icon name="reply" />
        </button>
      )}
      <Own message={message} onEdit={onEdit} />
    </div>
  );
}

/** What one may do with one's own messages, and with no others. */
function Own({ message, onEdit }: { message: Message; onEdit(): void }) {
  const { me, now } = useDesk();
  const remove = useDelete(message);
  if (message.user !== me.id) return null;
  const archived = now.state.channels.some((one) => one.id === message.channel && one.is_archived);
  return (
    <>
      {!archived && (
        <button type="button" className="icon-button" aria-label="Edit message" title="Edit message" onClick={onEdit}>
          <Icon name="pencil" />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label="Delete message"
        title="Delete message"
        onClick={() => void remove()}
      >
        <Icon name="trash" />
      </button>
    </>
  );
}
