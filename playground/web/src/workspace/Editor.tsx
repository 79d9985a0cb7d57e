// A message of one's own, in its place, as it is being edited. Enter saves, Escape leaves it as it was.
import { useEffect, useRef, useState } from "react";
import type { Message } from "../server/types";
import { useDelete } from "./deleting";
import { useDesk } from "./Desk";
import { retyped } from "./retyped";

export function Editor({ message, onDone }: { message: Message; onDone(): void }) {
  const { model, now } = useDesk();
  const [text, setText] = useState(() => retyped(message.text, now.state));
  const box = useRef<HTMLTextAreaElement>(null);
  const remove = useDelete(message);
  useEffect(() => {
    const [before, row] = [document.activeElement, box.current?.closest("li")];
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
    box.current?.scrollIntoView({ block: "nearest" });
    // The button that opened it is gone by now, and the focus with it; another comes in its place.
    return () => {
      const back = before === document.body ? row?.querySelector("[aria-label='Edit message']") : before;
      if (back instanceof HTMLElement) back.focus();
    };
  }, []);
  // As in Slack: what is left without a word is to be deleted.
  const save = async () => {
    onDone();
    if (!text.trim() && message.files.length === 0) await remove();
    else await model.attempt("edit", { channel: message.channel, ts: message.ts, text: text.trim() });
  };
  const key = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      onDone();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <div className="editor">
      <textarea
        ref={box}
        rows={1}
        value={text}
        aria-label="Edit message"
        spellCheck={false}
        onKeyDown={key}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="editor-foot">
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
        <button type="button" className="button primary" onClick={() => void save()}>
          Save
        </button>
      </div>
    </div>
  );
}
