import type { ImageBlock } from "@slack/types";
import { useState } from "react";
import { Picture, useSource } from "../elements/Picture";
import { useSurroundings } from "../surroundings";
import { plain } from "../text/Words";

export function Image({ block }: { block: ImageBlock }) {
  const [folded, setFolded] = useState(false);
  const { view } = useSurroundings();
  const url = useSource(block);
  const title = plain(block.title) || block.alt_text;
  const picture = <Picture image={block} className="image-block" />;
  return (
    <div className="image">
      <button type="button" className="fold" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
        {title} <span className={folded ? "chevron side" : "chevron"} aria-hidden="true" />
      </button>
      {!folded &&
        (url === undefined ? (
          picture
        ) : (
          <button type="button" className="bare" aria-label={`View ${title}`} onClick={() => view({ url, title })}>
            {picture}
          </button>
        ))}
    </div>
  );
}
