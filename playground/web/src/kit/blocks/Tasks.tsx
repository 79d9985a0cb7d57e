// task_card and plan: what an agent is doing.
import type { PlanBlock, TaskCardBlock } from "@slack/types";
import { Link } from "../text/Link";
import { RichText } from "../text/RichText";

const SIGNS: Record<string, string> = { pending: "○", in_progress: "◐", complete: "✓", error: "✕" };

export function TaskCard({ block }: { block: TaskCardBlock }) {
  return (
    <div className={`task ${block.status}`}>
      <span className="task-sign" role="img" aria-label={block.status.replace("_", " ")}>
        {SIGNS[block.status] ?? "○"}
      </span>
      <div>
        <b>{block.title}</b>
        {block.details && <RichText block={block.details} />}
        {block.output && <RichText block={block.output} />}
        {block.sources && (
          <div className="task-sources">
            {block.sources.map((one) => (
              <Link key={one.url} url={one.url}>
                {one.text}
              </Link>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

export function Plan({ block }: { block: PlanBlock }) {
  return (
    <div className="plan">
      <b>{block.title}</b>
      {((block.tasks ?? []) as TaskCardBlock[]).map((task, index) => (
        <TaskCard key={task.task_id ?? index} block={task} />
      ))}
    </div>
  );
}
