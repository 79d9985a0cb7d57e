// The messages of a channel or a thread, day by day, with the newest in sight.
import { Fragment, useLayoutEffect, useRef } from "react";
import { formatted } from "../kit/text/dates";
import type { Message } from "../server/types";
import { useDesk } from "./Desk";
import { MessageRow } from "./MessageRow";

const TOGETHER = 300; // seconds within which a further message of the same person needs no name
const NEAR_END = 120; // pixels: whoever reads further up is not pulled away

interface Props {
  messages: Message[];
  /** The replies of each thread by its root, in a channel; none in a thread. */
  replies?: Map<string, Message[]>;
  label: string;
}

const dayOf = (message: Message): string => new Date(Number(message.ts) * 1000).toDateString();
const dayName = (message: Message, now: Date): string => {
  const said = formatted(Number(message.ts), "{day_divider_pretty}", "", now);
  return said.charAt(0).toUpperCase() + said.slice(1);
};

function together(before: Message | undefined, message: Message): boolean {
  if (
    !before ||
    before.user !== message.user ||
    before.ephemeral_to !== message.ephemeral_to ||
    message.ephemeral_to !== null
  )
    return false;
  return dayOf(before) === dayOf(message) && Number(message.ts) - Number(before.ts) < TOGETHER && !message.broadcast;
}

export function Messages({ messages, replies, label }: Props) {
  const { time } = useDesk();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    const [frame, inside] = [scroller.current, content.current];
    if (!frame || !inside) return undefined;
    let stuck = true;
    frame.scrollTop = frame.scrollHeight;
    const scrolled = () => {
      stuck = frame.scrollHeight - frame.scrollTop - frame.clientHeight < NEAR_END;
    };
    const grown = new ResizeObserver(() => {
      if (stuck) frame.scrollTop = frame.scrollHeight;
    });
    grown.observe(inside);
    grown.observe(frame);
    frame.addEventListener("scroll", scrolled);
    return () => {
      grown.disconnect();
      frame.removeEventListener("scroll", scrolled);
    };
  }, [label]);
  return (
    <div className="messages" ref={scroller} tabIndex={0} role="group" aria-label={label}>
      <ol ref={content}>
        {messages.map((message, index) => {
          const before = messages[index - 1];
          const newDay = replies && (!before || dayOf(before) !== dayOf(message));
          return (
            <Fragment key={message.ts}>
              {newDay && (
                <li className="day">
                  <span>{dayName(message, time())}</span>
                </li>
              )}
              <MessageRow
                message={message}
                follows={!newDay && together(before, message)}
                {...(replies ? { replies: replies.get(message.ts) ?? [] } : {})}
              />
            </Fragment>
          );
        })}
      </ol>
    </div>
  );
}
