import type { ActionsBlock } from "@slack/types";
import { Element } from "../elements/Element";

export function Actions({ block }: { block: ActionsBlock }) {
  return (
    <div className="actions">
      {block.elements.map((one, index) => (
        <Element key={one.action_id ?? index} element={one} />
      ))}
    </div>
  );
}
