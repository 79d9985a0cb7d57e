import type { InputBlock } from "@slack/types";
import { createContext, useContext, useId } from "react";
import { Element } from "../elements/Element";
import { type Place, PlaceContext } from "../store";
import { plain } from "../text/Words";

/** What the app found wrong with a modal's inputs, by block_id. */
export const ProblemsContext = createContext<Record<string, string>>({});

export function Input({ block }: { block: InputBlock }) {
  const id = useId();
  const problem = useContext(ProblemsContext)[block.block_id ?? ""];
  const notes = [block.hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const place: Place = {
    block: block.block_id ?? "",
    dispatches: block.dispatch_action ?? false,
    label: plain(block.label),
    invalid: problem !== undefined,
    ...(notes ? { describedBy: notes } : {}),
  };
  return (
    <PlaceContext value={place}>
      <div className={problem ? "input wrong" : "input"}>
        <div className="input-label">
          {plain(block.label)}
          {block.optional && <span className="optional"> (optional)</span>}
        </div>
        <Element element={block.element} />
        {problem && (
          <div id={`${id}-problem`} className="problem" role="alert">
            {problem}
          </div>
        )}
        {block.hint && (
          <div id={`${id}-hint`} className="hint">
            {plain(block.hint)}
          </div>
        )}
      </div>
    </PlaceContext>
  );
}
