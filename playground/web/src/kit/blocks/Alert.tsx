import { Icon, type IconName } from "../Icon";
import type { AlertBlock } from "@slack/types";
import { Words } from "../text/Words";

const SIGNS: Record<string, IconName> = {
  default: "info",
  info: "info",
  warning: "warning",
  error: "stop",
  success: "tick",
};

export function Alert({ block }: { block: AlertBlock }) {
  const level = block.level !== undefined && block.level in SIGNS ? block.level : "default";
  return (
    <div role="note" className={`alert ${level}`}>
      <span className="alert-sign">
        <Icon name={SIGNS[level] ?? "info"} />
      </span>
      <span className="words">
        <Words of={block.text} />
      </span>
    </div>
  );
}
