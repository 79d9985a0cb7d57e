// What is typed: plain_text_input, email_text_input, url_text_input, number_input.
import type { EmailInput, NumberInput, PlainTextInput, URLInput } from "@slack/types";
import { useHeld } from "../control";
import { usePlace } from "../store";
import { plain } from "../text/Words";

type Element = PlainTextInput | EmailInput | URLInput | NumberInput;

const KINDS: Record<string, string> = { email_text_input: "email", url_text_input: "url", number_input: "text" };

export function TextInput({ element }: { element: Element }) {
  const held = useHeld<string | null>(element);
  const { label, describedBy, invalid } = usePlace();
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const many = element.type === "plain_text_input" && element.multiline === true;
  const shared = {
    className: "field",
    "aria-label": label ?? plain(element.placeholder),
    "aria-describedby": describedBy,
    "aria-invalid": invalid,
    placeholder: plain(element.placeholder),
    value: held.value ?? "",
    "data-focus": element.focus_on_load,
    ...(element.type === "plain_text_input" && element.max_length ? { maxLength: element.max_length } : {}),
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      const text = event.target.value || null;
      if (on.includes("on_character_entered")) void held.choose(text);
      else held.keep(text);
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === "Enter" && !many && on.includes("on_enter_pressed")) void held.choose(held.value ?? null);
    },
  };
  if (many) return <textarea rows={4} {...shared} />;
  const digits =
    element.type === "number_input"
      ? { inputMode: element.is_decimal_allowed ? ("decimal" as const) : ("numeric" as const) }
      : {};
  return <input type={KINDS[element.type] ?? "text"} autoComplete="off" {...digits} {...shared} />;
}
