// checkboxes and radio_buttons.
import type { Checkboxes as CheckboxesElement, Option, RadioButtons as RadioElement } from "@slack/types";
import { useId } from "react";
import { useHeld } from "../control";
import { usePlace } from "../store";
import { Words } from "../text/Words";

interface ChoiceProps {
  type: "checkbox" | "radio";
  name: string;
  option: Option;
  checked: boolean;
  onChange(): void;
}

function Choice({ type, name, option, checked, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="choice">
      <input
        id={id}
        type={type}
        name={name}
        checked={checked}
        aria-describedby={option.description ? `${id}-note` : undefined}
        onChange={onChange}
      />
      <label htmlFor={id}>
        <Words of={option.text} />
      </label>
      {option.description && (
        <div id={`${id}-note`} className="choice-note">
          <Words of={option.description} />
        </div>
      )}
    </div>
  );
}

export function Checkboxes({ element }: { element: CheckboxesElement }) {
  const held = useHeld<Option[]>(element);
  const { label = "Choices", describedBy } = usePlace();
  const name = useId();
  const chosen = held.value ?? [];
  const flip = (option: Option) => {
    const without = chosen.filter((one) => one.value !== option.value);
    void held.choose(without.length < chosen.length ? without : [...chosen, option]);
  };
  return (
    <div role="group" aria-label={label} aria-describedby={describedBy} aria-busy={held.busy} className="choices">
      {element.options.map((option) => (
        <Choice
          key={option.value}
          type="checkbox"
          name={name}
          option={option}
          checked={chosen.some((one) => one.value === option.value)}
          onChange={() => flip(option)}
        />
      ))}
    </div>
  );
}

export function RadioButtons({ element }: { element: RadioElement }) {
  const held = useHeld<Option | null>(element);
  const { label = "Choices", describedBy } = usePlace();
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} aria-describedby={describedBy} aria-busy={held.busy} className="choices">
      {element.options.map((option) => (
        <Choice
          key={option.value}
          type="radio"
          name={name}
          option={option}
          checked={held.value?.value === option.value}
          onChange={() => void held.choose(option)}
        />
      ))}
    </div>
  );
}
