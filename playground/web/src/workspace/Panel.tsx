// A panel at the side; on a phone it covers what is under it.
import { Icon } from "../kit/Icon";
import type { ReactNode } from "react";

interface Props {
  title: string;
  note?: string;
  onClose(): void;
  children: ReactNode;
}

export function Panel({ title, note, onClose, children }: Props) {
  const escape = (event: React.KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) onClose();
  };
  return (
    <aside className="panel" aria-label={title} onKeyDown={escape}>
      <header>
        <h2>{title}</h2>
        {note && <span className="note">{note}</span>}
        <button type="button" className="icon-button" aria-label={`Close ${title.toLowerCase()}`} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </aside>
  );
}
