// A text object: plain_text as it is (but for the names of emoji), mrkdwn with its mark-up.
import type { TextObject } from "@slack/types";
import { Mrkdwn } from "./Mrkdwn";
import { withEmoji } from "./emoji";

/** Returns a plain text object's text with the emoji that it may name. */
export const plain = (object: { text: string; emoji?: boolean | undefined } | undefined): string =>
  object === undefined ? "" : object.emoji === false ? object.text : withEmoji(object.text);

export function Words({ of }: { of: TextObject }) {
  return of.type === "mrkdwn" ? <Mrkdwn text={of.text} verbatim={of.verbatim ?? false} /> : <>{plain(of)}</>;
}
