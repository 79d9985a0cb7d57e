// Slack's own words about what went wrong.
import { Icon } from "../kit/Icon";
import { useDesk } from "./Desk";

export function Toasts() {
  const { model, now } = useDesk();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {now.toasts.map((one) => (
        <div key={one.id} className="toast">
          <Icon name="warning" />
          <span>{one.text}</span>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => model.dismiss(one.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
