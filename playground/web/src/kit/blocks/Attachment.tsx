// A legacy attachment: a coloured bar beside blocks, or beside a title, text and fields.
import type { MessageAttachment } from "@slack/types";
import { Fragment } from "react";
import { Picture } from "../elements/Picture";
import { Link } from "../text/Link";
import { Mrkdwn } from "../text/Mrkdwn";
import { Moment } from "../text/Moment";
import type { AnyBlock } from "./Block";
import { Blocks } from "./Blocks";

const COLOURS: Record<string, string> = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

function colourOf(given: string | undefined): string | undefined {
  const named = COLOURS[given ?? ""] ?? given;
  return named && /^#?[0-9a-f]{3,8}$/i.test(named) ? `#${named.replace("#", "")}` : undefined;
}

export function Attachment({ attachment }: { attachment: MessageAttachment }) {
  const { blocks, color } = attachment;
  const fill = colourOf(color);
  return (
    <>
      {attachment.pretext && (
        <div className="words">
          <Mrkdwn text={attachment.pretext} />
        </div>
      )}
      <div className="attachment">
        <span className="bar" style={fill ? { background: fill } : {}} />
        <div className="attachment-body">
          {blocks?.length ? <Blocks blocks={blocks as AnyBlock[]} /> : <Legacy attachment={attachment} />}
        </div>
      </div>
    </>
  );
}

function Legacy({ attachment: one }: { attachment: MessageAttachment }) {
  return (
    <>
      {one.author_name && (
        <div className="note">
          <b>{one.author_link ? <Link url={one.author_link}>{one.author_name}</Link> : one.author_name}</b>
        </div>
      )}
      {one.title && (
        <div>
          <b>{one.title_link ? <Link url={one.title_link}>{one.title}</Link> : one.title}</b>
        </div>
      )}
      {(one.text ?? one.fallback) && (
        <div className="words">
          <Mrkdwn text={one.text ?? one.fallback ?? ""} />
        </div>
      )}
      {one.fields && (
        <dl className="attachment-fields">
          {one.fields.map((field, index) => (
            <Fragment key={index}>
              <div className={field.short ? "" : "long"}>
                <dt>{field.title}</dt>
                <dd className="words">
                  <Mrkdwn text={field.value} />
                </dd>
              </div>
            </Fragment>
          ))}
        </dl>
      )}
      {one.image_url && (
        <Picture image={{ image_url: one.image_url, alt_text: one.title ?? "Image" }} className="image-block" />
      )}
      {(one.footer ?? one.ts) && (
        <div className="note">
          {one.footer}
          {one.footer && one.ts ? " | " : ""}
          {one.ts && <Moment timestamp={Number(one.ts)} format="{date_short}" fallback="" />}
        </div>
      )}
    </>
  );
}
