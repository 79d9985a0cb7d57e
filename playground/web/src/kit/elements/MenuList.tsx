// The open list of a menu: filtered as one types, walked with the arrow keys.
import { useEffect, useId, useMemo, useState } from "react";
import type { Choice, MenuProps } from "./Menu";

interface ListProps extends MenuProps {
  onPick(choice: Choice): void;
  onClose(): void;
}

export function MenuList({ choices, chosen, placeholder, multiple = false, onPick, onClose, onType, nothing }: ListProps) {
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      choices.findIndex((one) => one.id === chosen[0]?.id),
    ),
  );
  const id = useId();
  const found = useMemo(
    () => (onType ? choices : choices.filter((one) => one.label.toLowerCase().includes(typed.trim().toLowerCase()))),
    [choices, typed, onType],
  );
  const at = Math.min(active, found.length - 1);
  useEffect(() => onType?.(typed), [onType, typed]);
  useEffect(() => void document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" }), [at, id]);

  const key = (event: React.KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const choice = found[at];
      if (choice) onPick(choice);
    } else if (event.key === "Tab") {
      onClose();
    }
  };
  return (
    <>
      <input
        className="menu-filter"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found.length ? `${id}-${at}` : undefined}
        aria-label={`Filter: ${placeholder}`}
        placeholder="Search"
        value={typed}
        autoComplete="off"
        onKeyDown={key}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
      />
      <div
        role="listbox"
        id={id}
        aria-multiselectable={multiple}
        aria-label={placeholder}
        className="menu-list"
        tabIndex={-1}
      >
        {found.map((choice, index) => (
          <Entry
            key={choice.id}
            id={`${id}-${index}`}
            choice={choice}
            active={index === at}
            chosen={chosen.some((one) => one.id === choice.id)}
            heading={choice.group !== undefined && choice.group !== found[index - 1]?.group ? choice.group : ""}
            onPick={onPick}
          />
        ))}
      </div>
      {found.length === 0 && <div className="menu-nothing">{nothing ?? "No matches"}</div>}
    </>
  );
}

interface EntryProps {
  id: string;
  choice: Choice;
  active: boolean;
  chosen: boolean;
  heading: string;
  onPick(choice: Choice): void;
}

function Entry({ id, choice, active, chosen, heading, onPick }: EntryProps) {
  return (
    <>
      {heading && (
        <div className="menu-group" role="presentation">
          {heading}
        </div>
      )}
      <div
        id={id}
        role="option"
        aria-selected={chosen}
        className={active ? "menu-entry active" : "menu-entry"}
        onClick={() => onPick(choice)}
      >
        <span>
          {choice.label}
          {choice.note && <small>{choice.note}</small>}
        </span>
        {chosen && <span aria-hidden="true">✓</span>}
      </div>
    </>
  );
}
