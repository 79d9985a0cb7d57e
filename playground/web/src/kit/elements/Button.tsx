// button and workflow_button.
import type { Button as ButtonElement, WorkflowButton } from "@slack/types";
import { useClick } from "../control";
import { isSafe } from "../text/Link";
import { plain } from "../text/Words";

export function Button({ element }: { element: ButtonElement | WorkflowButton }) {
  const [busy, click] = useClick(element);
  const url = "url" in element ? element.url : undefined;
  const pressed = async () => {
    const value = "value" in element && element.value !== undefined ? { value: element.value } : {};
    if (url === undefined) {
      await click(value);
    } else if (isSafe(url)) {
      window.open(url, "_blank", "noreferrer");
      await click(value);
    }
  };
  return (
    <button
      type="button"
      className={`button ${element.style ?? ""}`}
      aria-label={element.accessibility_label}
      aria-busy={busy}
      onClick={() => void pressed()}
    >
      {plain(element.text)}
      {url !== undefined && (
        <span className="sign" aria-hidden="true">
          ↗
        </span>
      )}
    </button>
  );
}
