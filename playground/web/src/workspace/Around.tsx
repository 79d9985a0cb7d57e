// Gives the blocks of a message or a view what they need of the workspace.
import type { PlainTextOption } from "@slack/types";
import { type ReactNode, useMemo } from "react";
import { type OptionGroup, type Surroundings, SurroundingsContext } from "../kit/surroundings";
import { useDesk } from "./Desk";

interface Suggested {
  options?: PlainTextOption[];
  option_groups?: OptionGroup[];
}

/** `at` says where the blocks stand: a message (`channel`, `ts`) or a view (`view_id`). */
export function Around({
  at,
  children,
}: {
  at: { channel: string; ts: string } | { view_id: string };
  children: ReactNode;
}) {
  const { model, now, me, names, confirm, view } = useDesk();
  const place = JSON.stringify(at);
  const { files, ahead } = now;
  const surroundings = useMemo<Surroundings>(() => {
    const where = JSON.parse(place) as object;
    return {
      names,
      me: me.id,
      confirm,
      view,
      act: async (action, values) => void (await model.attempt("act", { ...where, action, values })),
      suggest: async (block_id, action_id, value) => {
        const found = await model.attempt<Suggested>("suggest", { ...where, block_id, action_id, value });
        return [
          ...(found?.options ? [{ label: { text: "" }, options: found.options }] : []),
          ...(found?.option_groups ?? []),
        ];
      },
      fileUrl: (id) => files[id]?.url,
      time: () => new Date(Date.now() + ahead),
    };
  }, [ahead, confirm, files, me.id, model, names, place, view]);
  return <SurroundingsContext value={surroundings}>{children}</SurroundingsContext>;
}
