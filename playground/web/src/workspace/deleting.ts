// Deletes a message of one's own, once it is sure.
import type { Confirm } from "@slack/types";
import type { Message } from "../server/types";
import { useDesk } from "./Desk";

const DELETE: Confirm = {
  title: { type: "plain_text", text: "Delete message" },
  text: { type: "plain_text", text: "Are you sure you want to delete this message? This cannot be undone." },
  confirm: { type: "plain_text", text: "Delete" },
  deny: { type: "plain_text", text: "Cancel" },
  style: "danger",
};

export function useDelete(message: Message): () => Promise<void> {
  const { model, confirm } = useDesk();
  return async () => {
    if (await confirm(DELETE)) await model.attempt("delete", { channel: message.channel, ts: message.ts });
  };
}
