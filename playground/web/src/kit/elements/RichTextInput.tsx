// rich_text_input: what is typed becomes one rich text section of plain text.
import type { RichTextInput as RichTextInputElement, RichTextBlock } from "@slack/types";
import { useHeld } from "../control";
import { usePlace } from "../store";
import { plain } from "../text/Words";
import { plainOf } from "../text/RichText";

const written = (text: string): RichTextBlock => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});

export function RichTextInput({ element }: { element: RichTextInputElement }) {
  const held = useHeld<RichTextBlock | null>(element);
  const { label, describedBy, invalid } = usePlace();
  return (
    <textarea
      rows={3}
      className="field"
      aria-label={label ?? plain(element.placeholder)}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      placeholder={plain(element.placeholder)}
      value={held.value ? plainOf(held.value) : ""}
      data-focus={element.focus_on_load}
      onChange={(event) => held.keep(event.target.value ? written(event.target.value) : null)}
    />
  );
}
