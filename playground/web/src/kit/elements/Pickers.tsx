// datepicker, timepicker and datetimepicker, as the browser's own pickers: they know the reader's way of writing dates.
import type { Datepicker, DateTimepicker, Timepicker } from "@slack/types";
import { useHeld } from "../control";
import { usePlace } from "../store";
import { plain } from "../text/Words";

type Element = Datepicker | Timepicker | DateTimepicker;

const KINDS = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" } as const;
const WORDS = {
  datepicker: "Select a date",
  timepicker: "Select a time",
  datetimepicker: "Select a date and time",
} as const;

// An `<input type=datetime-local>` takes and gives the local time without its zone; Slack, seconds since 1970.
function toLocal(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function Picker({ element }: { element: Element }) {
  const held = useHeld<string | number | null>(element);
  const { label, describedBy } = usePlace();
  const words = (element.type !== "datetimepicker" && plain(element.placeholder)) || WORDS[element.type];
  const shown = typeof held.value === "number" ? toLocal(held.value) : (held.value ?? "");
  const read = (text: string) =>
    text && element.type === "datetimepicker" ? Math.round(new Date(text).getTime() / 1000) : text || null;
  return (
    <input
      type={KINDS[element.type]}
      className="field picker"
      aria-label={[label, words].filter(Boolean).join(": ")}
      aria-describedby={describedBy}
      aria-busy={held.busy}
      title={words}
      value={shown}
      data-focus={element.focus_on_load}
      onChange={(event) => void held.choose(read(event.target.value))}
    />
  );
}
