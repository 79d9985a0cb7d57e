// feedback_buttons and icon_button: the small signs under an answer.
import { Icon, type IconName } from "../Icon";
import type { FeedbackButtons as FeedbackElement, IconButton as IconElement } from "@slack/types";
import { useState } from "react";
import { useClick } from "../control";
import { useSurroundings } from "../surroundings";
import { plain } from "../text/Words";

export function FeedbackButtons({ element }: { element: FeedbackElement }) {
  const [, click] = useClick(element);
  const [given, setGiven] = useState("");
  const sides = [
    { button: element.positive_button, sign: "up" },
    { button: element.negative_button, sign: "down" },
  ] as const;
  return (
    <span role="group" aria-label="Feedback" className="feedback">
      {sides.map(({ button, sign }) => (
        <button
          key={sign}
          type="button"
          className="icon-button"
          aria-pressed={given === button.value}
          title={plain(button.text)}
          aria-label={button.accessibility_label ?? plain(button.text)}
          onClick={() => {
            setGiven(button.value);
            void click({ value: button.value, text: button.text });
          }}
        >
          <Icon name={sign} />
        </button>
      ))}
    </span>
  );
}

const ICONS: Record<string, IconName> = { trash: "trash" };

export function IconButton({ element }: { element: IconElement }) {
  const [busy, click] = useClick(element);
  const { me } = useSurroundings();
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(me)) return null;
  return (
    <button
      type="button"
      className="icon-button"
      aria-busy={busy}
      title={plain(element.text)}
      aria-label={element.accessibility_label ?? plain(element.text)}
      onClick={() => void click(element.value === undefined ? {} : { value: element.value })}
    >
      <Icon name={ICONS[element.icon] ?? "info"} />
    </button>
  );
}
