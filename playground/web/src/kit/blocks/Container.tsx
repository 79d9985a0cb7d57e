import type { ContainerBlock } from "@slack/types";
import { useState } from "react";
import { Picture } from "../elements/Picture";
import { RichText } from "../text/RichText";
import { plain, Words } from "../text/Words";
import { Block } from "./Block";

export function Container({ block }: { block: ContainerBlock }) {
  const [folded, setFolded] = useState(block.is_collapsible === true && block.default_collapsed === true);
  const title = block.rich_text_title ? <RichText block={block.rich_text_title} /> : <b>{plain(block.title)}</b>;
  const top = (
    <>
      {block.icon && <Picture image={block.icon} className="card-icon" />}
      <span className="container-title">
        {title}
        {block.subtitle && (
          <span className="note">
            <Words of={block.subtitle} />
          </span>
        )}
      </span>
    </>
  );
  return (
    <div className={`container ${block.width ?? "standard"} ${block.has_header_divider ? "divided" : ""}`}>
      {block.is_collapsible ? (
        <button type="button" className="container-top" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
          {top} <span className={folded ? "chevron side" : "chevron"} aria-hidden="true" />
        </button>
      ) : (
        <div className="container-top">{top}</div>
      )}
      {!folded && (
        <div className="container-body">
          {block.child_blocks.map((child, index) => (
            <Block key={child.block_id ?? index} block={child} />
          ))}
        </div>
      )}
    </div>
  );
}
