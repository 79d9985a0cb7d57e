// file_input: the names of the files that were chosen.
import type { FileInput as FileInputElement } from "@slack/types";
import { useHeld } from "../control";
import { usePlace } from "../store";

export function FileInput({ element }: { element: FileInputElement }) {
  const held = useHeld<{ name: string }[]>(element);
  const { label = "Files", describedBy } = usePlace();
  const most = element.max_files ?? 10;
  return (
    <input
      type="file"
      className="field"
      aria-label={label}
      aria-describedby={describedBy}
      multiple={most > 1}
      accept={element.filetypes?.map((type) => `.${type}`).join(",")}
      onChange={(event) => held.keep([...(event.target.files ?? [])].slice(0, most).map((file) => ({ name: file.name })))}
    />
  );
}
