import type { SectionBlock } from "@slack/types";
import { Element } from "../elements/Element";
import { Words } from "../text/Words";

export function Section({ block }: { block: SectionBlock }) {
  const { text, fields, accessory } = block;
  return (
    <div className={accessory ? "section with-accessory" : "section"}>
      <div className="section-body">
        {text && <div className="words">{<Words of={text} />}</div>}
        {fields && (
          <div className="fields">
            {fields.map((field, index) => (
              <div key={index} className="words">
                <Words of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="accessory">
          <Element element={accessory} />
        </div>
      )}
    </div>
  );
}
