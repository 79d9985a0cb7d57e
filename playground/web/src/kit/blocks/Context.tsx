import type { ContextActionsBlock, ContextBlock } from "@slack/types";
import { Element } from "../elements/Element";
import { Picture } from "../elements/Picture";
import { Words } from "../text/Words";

export function Context({ block }: { block: ContextBlock }) {
  return (
    <div className="context">
      {block.elements.map((one, index) =>
        one.type === "image" ? (
          <Picture key={index} image={one} className="context-image" />
        ) : (
          <span key={index} className="words">
            <Words of={one} />
          </span>
        ),
      )}
    </div>
  );
}

export function ContextActions({ block }: { block: ContextActionsBlock }) {
  return (
    <div className="context-actions">
      {block.elements.map((one, index) => (
        <Element key={index} element={one} />
      ))}
    </div>
  );
}
