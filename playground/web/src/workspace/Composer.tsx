// The box to write in. Enter sends, Shift and Enter make a new line; what may follow is offered above it.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { Channel } from "../server/types";
import { Attach } from "./Attach";
import { Attachments } from "./Attachments";
import type { Attached } from "./attached";
import { type Completion, completions } from "./completion";
import { useDesk } from "./Desk";
import { Offered } from "./Offered";
import { useSend } from "./sending";
import { Shortcuts } from "./Shortcuts";
import { onTyped } from "./typed";

interface Props {
  channel: Channel;
  thread?: string;
  placeholder: string;
  attached: Attached;
  /** Opens one's own last message for editing, if there is one. */
  onEditLast(): void;
}

export function Composer({ channel, thread = "", placeholder, attached, onEditLast }: Props) {
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [shut, setShut] = useState(false);
  const [moved, setMoved] = useState<number>();
  const box = useRef<HTMLTextAreaElement>(null);
  const { now } = useDesk();
  const send = useSend(channel, thread);
  const id = useId();
  const known = { commands: now.state.commands, people: [...now.state.users, now.state.bot], channels: now.state.channels };
  const offered = shut ? [] : completions(text, caret, known);
  const at = Math.min(active, offered.length - 1);

  const typed = (said: string, where: number) => {
    setText(said);
    setCaret(where);
    setActive(0);
    setShut(false);
  };
  const take = (completion: Completion) => {
    typed(completion.text, completion.caret);
    setMoved(completion.caret);
  };
  // Before the next key is handled: who types on at once must not type in front of what was taken.
  useLayoutEffect(() => {
    if (moved === undefined) return;
    box.current?.focus();
    box.current?.setSelectionRange(moved, moved);
    setMoved(undefined);
  }, [moved]);
  // The guide at the side types into the channel's box.
  useEffect(
    () => (thread ? undefined : onTyped((line) => take({ text: line, caret: line.length, label: "", note: "" }))),
    [thread],
  );
  const ready = (text.trim() || attached.list.length > 0) && attached.list.every((one) => one.info);
  const submit = () => {
    if (!ready) return;
    typed("", 0);
    send(text.trim(), attached.take());
  };
  const key = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const whole = offered[at];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (whole && step !== undefined) {
      event.preventDefault();
      setActive((at + step + offered.length) % offered.length);
    } else if (
      whole &&
      (event.key === "Tab" || (event.key === "Enter" && whole.text.trim() !== text.trim() && active > 0))
    ) {
      event.preventDefault();
      take(whole);
    } else if (whole && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setShut(true);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && !text) {
      event.preventDefault();
      onEditLast();
    }
  };
  const pasted = (event: React.ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attached.add(event.clipboardData.files);
  };
  return (
    <div className="composer">
      {offered.length > 0 && <Offered id={id} offered={offered} at={at} onTake={take} />}
      <div className="composer-box">
        <Attachments attached={attached} />
        {!thread && <Shortcuts channel={channel} />}
        <Attach onFiles={attached.add} />
        <textarea
          ref={box}
          rows={1}
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={offered.length > 0 ? id : undefined}
          aria-activedescendant={offered.length > 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          spellCheck={false}
          onKeyDown={key}
          onPaste={pasted}
          onChange={(event) => typed(event.target.value, event.target.selectionStart)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setShut(true)}
        />
        <button type="button" className="send" aria-label="Send" title="Send" disabled={!ready} onClick={submit}>
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M2.5 2.6 18 10 2.5 17.4 4.6 11 12 10 4.6 9z" fill="currentColor" />
          </svg>
        </button>
      </div>
    </div>
  );
}
