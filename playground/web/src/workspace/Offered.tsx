// What may follow what is being typed, above the box.
import { useEffect } from "react";
import type { Completion } from "./completion";

interface OfferedProps {
  id: string;
  offered: Completion[];
  at: number;
  onTake(completion: Completion): void;
}

export function Offered({ id, offered, at, onTake }: OfferedProps) {
  useEffect(() => void document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" }), [at, id]);
  return (
    <div className="offered" id={id} role="listbox" aria-label="Completions">
      {offered.map((one, index) => (
        // Pressed, not clicked: the box would lose the focus first, and the list with it.
        <div
          key={one.label}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className={index === at ? "menu-entry active" : "menu-entry"}
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(one);
          }}
        >
          <code>{one.label}</code>
          <small>{one.note}</small>
        </div>
      ))}
      <div className="offered-foot" aria-hidden="true">
        <kbd>Tab</kbd> takes it · <kbd>↑</kbd> <kbd>↓</kbd> choose · <kbd>Enter</kbd> sends
      </div>
    </div>
  );
}
