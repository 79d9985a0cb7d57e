// The app's shortcuts: from anywhere, in a menu beside the box to write in; and on a message.
import { Icon } from "../kit/Icon";
import { useCallback, useRef, useState } from "react";
import { Popover } from "../kit/Popover";
import type { Channel, Message } from "../server/types";
import { useDesk } from "./Desk";

export function Shortcuts({ channel }: { channel: Channel }) {
  const { model, now } = useDesk();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  const offered = now.state.shortcuts.filter((one) => one.type === "global");
  if (offered.length === 0) return null;
  const use = (callback_id: string) => {
    setOpen(false);
    void model.attempt("shortcut", { callback_id, channel: channel.id });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button shortcuts"
        aria-label="Shortcuts"
        title="Shortcuts"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="bolt" />
      </button>
      {open && (
        <Popover anchor={button} onClose={close} className="menu">
          <div role="menu" aria-label="Shortcuts" className="menu-list">
            {offered.map((one) => (
              <button
                key={one.callback_id}
                type="button"
                role="menuitem"
                className="menu-entry"
                onClick={() => use(one.callback_id)}
              >
                <span>{one.name}</span>
                <span className="note">{one.description}</span>
              </button>
            ))}
          </div>
        </Popover>
      )}
    </>
  );
}

export function MessageShortcuts({ message }: { message: Message }) {
  const { model, now } = useDesk();
  return now.state.shortcuts
    .filter((one) => one.type === "message")
    .map(({ name, callback_id }) => (
      <button
        key={callback_id}
        type="button"
        className="icon-button"
        aria-label={name}
        title={name}
        onClick={() => void model.attempt("message_shortcut", { channel: message.channel, ts: message.ts, callback_id })}
      >
        <Icon name="bolt" />
      </button>
    ));
}
