// Reactions under a message, and the little menu to add one.
import { Icon } from "../kit/Icon";
import { useCallback, useRef, useState } from "react";
import { Popover } from "../kit/Popover";
import { emoji, emojiNames } from "../kit/text/emoji";
import type { Message } from "../server/types";
import { useDesk } from "./Desk";

const OFTEN = [
  "+1",
  "eyes",
  "white_check_mark",
  "raised_hands",
  "tada",
  "fire",
  "thinking_face",
  "heart",
  "rocket",
  "pray",
  "warning",
  "ok_hand",
];
const MOST = 24;

export function Reactions({ message }: { message: Message }) {
  const { model, me, names } = useDesk();
  const byName = Map.groupBy(message.reactions, ([name]) => name);
  if (byName.size === 0) return null;
  const react = (name: string) => void model.attempt("react", { channel: message.channel, ts: message.ts, name });
  return (
    <div className="reactions">
      {[...byName].map(([name, given]) => {
        const who = given.map(([, user]) => names.user(user) ?? user).join(", ");
        const mine = given.some(([, user]) => user === me.id);
        return (
          <button
            key={name}
            type="button"
            className="reaction"
            aria-pressed={mine}
            aria-label={`${name}, ${given.length}: ${who}`}
            title={`${who} reacted with :${name}:`}
            onClick={() => react(name)}
          >
            <span aria-hidden="true">{emoji(name) ?? `:${name}:`}</span> {given.length}
          </button>
        );
      })}
      <AddReaction onPick={react} />
    </div>
  );
}

export function AddReaction({ onPick }: { onPick(name: string): void }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  const pick = (name: string) => {
    setOpen(false);
    button.current?.focus();
    onPick(name);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button add-reaction"
        aria-label="Add reaction"
        title="Add reaction"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="smile" />
      </button>
      {open && (
        <Popover anchor={button} onClose={close} className="emoji">
          <Picker onPick={pick} />
        </Popover>
      )}
    </>
  );
}

function Picker({ onPick }: { onPick(name: string): void }) {
  const [typed, setTyped] = useState("");
  const found = typed ? emojiNames(typed.toLowerCase(), MOST) : OFTEN;
  const enter = (event: React.KeyboardEvent) => {
    if (event.key === "Enter" && found[0]) onPick(found[0]);
  };
  return (
    <>
      <input
        className="menu-filter"
        placeholder="Search all emoji"
        aria-label="Search all emoji"
        value={typed}
        onKeyDown={enter}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="emoji-list">
        {found.map((name) => (
          <button
            key={name}
            type="button"
            className="icon-button"
            aria-label={name}
            title={`:${name}:`}
            onClick={() => onPick(name)}
          >
            {emoji(name)}
          </button>
        ))}
      </div>
    </>
  );
}
