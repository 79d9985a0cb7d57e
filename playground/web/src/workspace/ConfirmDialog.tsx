// "Are you sure?", in the app's words.
import type { Confirm } from "@slack/types";
import { plain, Words } from "../kit/text/Words";
import { Dialog } from "./Dialog";

export function ConfirmDialog({ question, onAnswer }: { question: Confirm; onAnswer(yes: boolean): void }) {
  const title = plain(question.title) || "Are you sure?";
  return (
    <Dialog label={title} className="confirm" onClose={() => onAnswer(false)}>
      <h2>{title}</h2>
      <div className="dialog-body words">
        <Words of={question.text} />
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          {plain(question.deny) || "Cancel"}
        </button>
        <button type="button" className={`button ${question.style ?? "primary"}`} data-focus onClick={() => onAnswer(true)}>
          {plain(question.confirm) || "Yes"}
        </button>
      </div>
    </Dialog>
  );
}
