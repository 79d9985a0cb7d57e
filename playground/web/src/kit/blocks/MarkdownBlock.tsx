import type { MarkdownBlock as Element } from "@slack/types";
import { Markdown } from "../text/Markdown";

export function MarkdownBlock({ block }: { block: Element }) {
  return <Markdown text={block.text} />;
}
