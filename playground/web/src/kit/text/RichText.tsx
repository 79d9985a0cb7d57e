// Draws rich_text: sections, lists, quotes, preformatted text, and everything that may stand in them.
import type { RichTextBlock, RichTextElement, RichTextList } from "@slack/types";
import { Fragment, type ReactNode } from "react";
import { Unknown } from "../blocks/Unknown";
import { Link } from "./Link";
import { Mention } from "./Mention";
import { Moment } from "./Moment";
import { emoji } from "./emoji";

type Part = RichTextBlock["elements"][number];
type Style = Partial<
  Record<"bold" | "italic" | "strike" | "code" | "underline" | "highlight" | "client_highlight", boolean>
>;

const TAGS = [
  ["code", "code"],
  ["bold", "b"],
  ["italic", "i"],
  ["strike", "s"],
  ["underline", "u"],
  ["highlight", "mark"],
] as const;

const fromCodes = (codes: string): string => String.fromCodePoint(...codes.split("-").map((code) => parseInt(code, 16)));

function emojiOf(part: RichTextElement & { type: "emoji" }): string {
  const known = emoji(part.name);
  if (known !== undefined) return known;
  return part.unicode && /^[0-9a-f]{2,6}(-[0-9a-f]{2,6})*$/i.test(part.unicode) ? fromCodes(part.unicode) : `:${part.name}:`;
}

function bare(part: RichTextElement): ReactNode {
  switch (part.type) {
    case "text":
      return part.text;
    case "link":
      return <Link url={part.url}>{part.text || part.url}</Link>;
    case "emoji":
      return (
        <span role="img" aria-label={part.name.replaceAll("_", " ")}>
          {emojiOf(part)}
        </span>
      );
    case "user":
      return <Mention kind="user" id={part.user_id} />;
    case "usergroup":
      return <Mention kind="group" id={part.usergroup_id} />;
    case "channel":
      return <Mention kind="channel" id={part.channel_id} />;
    case "broadcast":
      return <Mention kind="broadcast" id={part.range} />;
    case "team":
      return <span className="mention">{part.team_id}</span>;
    case "date":
      return <Moment timestamp={part.timestamp} format={part.format} fallback={part.fallback ?? ""} url={part.url ?? ""} />;
    case "color":
      return <Swatch value={part.value} />;
    default:
      return <Unknown what="element" type={(part as { type: string }).type} />;
  }
}

function Swatch({ value }: { value: string }) {
  const known = /^#[0-9a-f]{3,8}$/i.test(value);
  return (
    <>
      <code>{value}</code>
      {known && (
        <svg className="swatch" viewBox="0 0 1 1" aria-hidden="true">
          <rect width="1" height="1" fill={value} />
        </svg>
      )}
    </>
  );
}

function Inline({ part }: { part: RichTextElement }) {
  const style = ((part as { style?: Style }).style ?? {}) as Style;
  return <>{TAGS.reduce<ReactNode>((inside, [name, Tag]) => (style[name] ? <Tag>{inside}</Tag> : inside), bare(part))}</>;
}

const all = (parts: readonly RichTextElement[]): ReactNode =>
  parts.map((part, index) => (
    <Fragment key={index}>
      <Inline part={part} />
    </Fragment>
  ));

const MARKS = ["decimal", "lower-alpha", "lower-roman"];
const DOTS = ["disc", "circle", "square"];

function List({ list }: { list: RichTextList & { offset?: number; border?: number } }) {
  const depth = list.indent ?? 0;
  const ordered = list.style === "ordered";
  const Tag = ordered ? "ol" : "ul";
  const start = ordered ? { start: (list.offset ?? 0) + 1 } : {};
  const style = { marginLeft: `${depth * 28}px`, listStyleType: (ordered ? MARKS : DOTS)[depth % 3] };
  return (
    <Tag {...start} style={style} className={list.border ? "bordered" : ""}>
      {list.elements.map((item, index) => (
        <li key={index}>{all(item.elements)}</li>
      ))}
    </Tag>
  );
}

// Slack goes on counting where lists of the same depth follow each other with a deeper one between.
function counted(parts: readonly Part[]): Part[] {
  const before: { style: string; count: number }[] = [];
  return parts.map((part) => {
    if (part.type !== "rich_text_list") {
      before.length = 0;
      return part;
    }
    const depth = part.indent ?? 0;
    before.length = Math.min(before.length, depth + 1);
    const last = before[depth]?.style === part.style ? (before[depth]?.count ?? 0) : 0;
    const offset = (part as { offset?: number }).offset ?? last;
    before[depth] = { style: part.style, count: offset + part.elements.length };
    return { ...part, offset } as Part;
  });
}

function Drawn({ part }: { part: Part }) {
  const bordered = (part as { border?: number }).border ? "bordered" : "";
  switch (part.type) {
    case "rich_text_section":
      return <div className="words">{all(part.elements)}</div>;
    case "rich_text_list":
      return <List list={part} />;
    case "rich_text_quote":
      return <blockquote>{all(part.elements)}</blockquote>;
    case "rich_text_preformatted":
      return (
        <pre tabIndex={0} className={bordered}>
          {all(part.elements)}
        </pre>
      );
    default:
      return <Unknown what="element" type={(part as { type: string }).type} />;
  }
}

export function RichText({ block }: { block: RichTextBlock }) {
  return (
    <div className="rich-text">
      {counted(block.elements).map((part, index) => (
        <Drawn key={index} part={part} />
      ))}
    </div>
  );
}

/** Returns the text of a rich text without any style, to sort and filter by. */
export function plainOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainOf).join("");
  if (value === null || typeof value !== "object") return "";
  const part = value as { text?: unknown; elements?: unknown; user_id?: string; name?: string };
  return typeof part.text === "string"
    ? part.text
    : part.elements
      ? plainOf(part.elements)
      : (part.name ?? part.user_id ?? "");
}
