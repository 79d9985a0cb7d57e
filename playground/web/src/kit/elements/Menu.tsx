// A menu to choose one or several things from: a button, and a list that can be filtered and walked with the arrow keys.
import { useCallback, useRef, useState } from "react";
import { Popover } from "../Popover";
import { usePlace } from "../store";
import { MenuList } from "./MenuList";

export interface Choice {
  id: string;
  label: string;
  note?: string;
  group?: string;
}

export interface MenuProps {
  choices: Choice[];
  chosen: Choice[];
  placeholder: string;
  multiple?: boolean;
  most?: number;
  busy?: boolean;
  focus?: boolean | undefined;
  onChoose(chosen: Choice[]): void;
  /** Called as somebody types, where the choices come from elsewhere; filtering is then left to it. */
  onType?(typed: string): void;
  /** Said while there is nothing to choose. */
  nothing?: string;
}

export function Menu(props: MenuProps) {
  const { chosen, placeholder, multiple = false, busy = false } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const place = usePlace();
  const close = useCallback(() => setOpen(false), []);
  const said = chosen.map((one) => one.label).join(", ");
  const pick = (choice: Choice) => {
    if (!multiple) {
      setOpen(false);
      button.current?.focus();
      props.onChoose([choice]);
      return;
    }
    const without = chosen.filter((one) => one.id !== choice.id);
    if (without.length < chosen.length) props.onChoose(without);
    else if (chosen.length < (props.most ?? Infinity)) props.onChoose([...chosen, choice]);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`menu-button ${said ? "" : "empty"}`}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-busy={busy}
        aria-label={[place.label, said || placeholder].filter(Boolean).join(": ")}
        aria-describedby={place.describedBy}
        data-focus={props.focus}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <span className="menu-said">{said || placeholder}</span>
        <span className="chevron" aria-hidden="true" />
      </button>
      {open && (
        <Popover anchor={button} onClose={close} className="menu">
          <MenuList {...props} onPick={pick} onClose={close} />
        </Popover>
      )}
    </>
  );
}
