// Draws mrkdwn.
import { Fragment, type ReactNode } from "react";
import { Link } from "./Link";
import { Mention } from "./Mention";
import { Moment } from "./Moment";
import { withEmoji } from "./emoji";
import { type Node, parse } from "./mrkdwn";

const TAGS = { bold: "b", italic: "i", strike: "s", quote: "blockquote" } as const;

function drawn(node: Node): ReactNode {
  switch (node.kind) {
    case "text":
      return withEmoji(node.text);
    case "code":
      return <code>{node.text}</code>;
    case "fence":
      return <pre tabIndex={0}>{node.text}</pre>;
    case "link":
      return <Link url={node.url}>{withEmoji(node.label)}</Link>;
    case "date":
      return <Moment timestamp={node.timestamp} format={node.format} fallback={node.fallback} url={node.url} />;
    case "user":
    case "channel":
    case "group":
    case "broadcast":
      return <Mention kind={node.kind} id={node.id} label={node.label} />;
    default: {
      const Tag = TAGS[node.kind];
      return <Tag>{node.inside.map(keyed)}</Tag>;
    }
  }
}

const keyed = (node: Node, index: number) => <Fragment key={index}>{drawn(node)}</Fragment>;

export function Mrkdwn({ text, verbatim = false }: { text: string; verbatim?: boolean }) {
  return <>{parse(text, verbatim).map(keyed)}</>;
}
