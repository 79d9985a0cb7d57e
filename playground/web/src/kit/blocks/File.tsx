import { Icon } from "../Icon";
import type { FileBlock } from "@slack/types";

export function File({ block }: { block: FileBlock }) {
  return (
    <div className="file-card">
      <span className="file-sign">
        <Icon name="file" />
      </span>
      <span>
        <b>{block.external_id}</b>
        <span className="note">Remote file</span>
      </span>
    </div>
  );
}
