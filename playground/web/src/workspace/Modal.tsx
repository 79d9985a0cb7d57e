// A modal: its blocks, and what was typed into them.
import { Icon } from "../kit/Icon";
import { useState } from "react";
import { BlocksIn } from "../kit/blocks/Blocks";
import { ProblemsContext } from "../kit/blocks/Input";
import { fieldOf, useStore } from "../kit/store";
import type { Values } from "../kit/surroundings";
import { plain } from "../kit/text/Words";
import type { Delivery, View } from "../server/types";
import { Around } from "./Around";
import { useDesk } from "./Desk";
import { Dialog } from "./Dialog";

interface InputOf {
  type: string;
  block_id: string;
  optional?: boolean;
  element: { type: string; action_id: string; min_length?: number };
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** Returns what Slack itself finds wrong before it asks the app, by block_id. */
function missing(view: View, values: Values): Record<string, string> {
  const inputs = view.blocks.filter((block) => block.type === "input") as unknown as InputOf[];
  const problems = inputs.flatMap(({ block_id, optional, element }): [string, string][] => {
    const value = values[block_id]?.[element.action_id]?.[fieldOf(element.type)];
    if (isEmpty(value)) return optional ? [] : [[block_id, "Please complete this required field."]];
    const short = typeof value === "string" && value.length < (element.min_length ?? 0);
    return short ? [[block_id, `Please use at least ${element.min_length} characters.`]] : [];
  });
  return Object.fromEntries(problems);
}

export function Modal({ view }: { view: View }) {
  const { model } = useDesk();
  const store = useStore(view.blocks);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const title = view.title ? plain(view.title) : "Dialog";
  const close = () => void model.attempt("close", { view_id: view.id });
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const found = missing(view, store.values);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const done = await model.attempt<Delivery>("submit", { view_id: view.id, values: store.values });
    setBusy(false);
    if (done?.payload.response_action === "errors") setProblems(done.payload.errors ?? {});
  };
  return (
    <Dialog label={title} className="modal" onClose={close}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <header>
          <h2>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="dialog-body">
          <Around at={{ view_id: view.id }}>
            <ProblemsContext value={problems}>
              <BlocksIn blocks={view.blocks} store={store} />
            </ProblemsContext>
          </Around>
        </div>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            {view.close ? plain(view.close) : "Close"}
          </button>
          {view.submit && (
            <button type="submit" className="button primary" aria-busy={busy}>
              {plain(view.submit)}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
