// overflow: a few further choices behind three dots.
import type { Overflow as OverflowElement, PlainTextOption } from "@slack/types";
import { useCallback, useRef, useState } from "react";
import { Popover } from "../Popover";
import { useClick } from "../control";
import { isSafe } from "../text/Link";
import { plain } from "../text/Words";

export function Overflow({ element }: { element: OverflowElement }) {
  const [busy, click] = useClick(element);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  const pick = (option: PlainTextOption) => {
    setOpen(false);
    button.current?.focus();
    if (option.url !== undefined && isSafe(option.url)) window.open(option.url, "_blank", "noreferrer");
    void click({ selected_option: option });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button overflow"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={busy}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open && (
        <Popover anchor={button} onClose={close} className="menu">
          <Entries options={element.options} onPick={pick} onClose={close} />
        </Popover>
      )}
    </>
  );
}

interface EntriesProps {
  options: PlainTextOption[];
  onPick(option: PlainTextOption): void;
  onClose(): void;
}

function Entries({ options, onPick, onClose }: EntriesProps) {
  const list = useRef<HTMLDivElement>(null);
  const key = (event: React.KeyboardEvent) => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      entries[(step + entries.length) % entries.length]?.focus();
    } else if (event.key === "Tab") {
      onClose();
    }
  };
  return (
    <div ref={list} role="menu" aria-label="More actions" className="menu-list" onKeyDown={key}>
      {options.map((option, index) => (
        <button
          key={option.value ?? index}
          type="button"
          role="menuitem"
          className="menu-entry"
          tabIndex={-1}
          onClick={() => onPick(option)}
        >
          <span>
            {plain(option.text)}
            {option.description && <small>{plain(option.description)}</small>}
          </span>
        </button>
      ))}
    </div>
  );
}
