// Cells of table and data_table: how they look, and what they are sorted and filtered by.
import type { Button as ButtonElement, RichTextBlock } from "@slack/types";
import { Button } from "../elements/Button";
import { plainOf, RichText } from "../text/RichText";
import { Unknown } from "./Unknown";

export type CellOf =
  | { type: "raw_text"; text: string }
  | { type: "raw_number"; value: number; text?: string }
  | { type: "action"; element: ButtonElement; fallback?: CellOf }
  | RichTextBlock;

export const isNumber = (cell: CellOf): boolean => cell.type === "raw_number";

/** Returns what a cell says, as text. */
export function said(cell: CellOf): string {
  if (cell.type === "raw_text") return cell.text;
  if (cell.type === "raw_number") return cell.text ?? String(cell.value);
  return cell.type === "action" ? cell.element.text.text : plainOf(cell);
}

const SHORT = 28; // characters that stay on one line: names break badly

/** Returns the classes of a cell: how it is aligned, and whether it may break. */
export const lookOf = (cell: CellOf, align: string): string => (said(cell).length <= SHORT ? `${align} short` : align);

export function Cell({ cell }: { cell: CellOf }) {
  if (cell.type === "raw_text" || cell.type === "raw_number") return <>{said(cell)}</>;
  if (cell.type === "action") return <Button element={cell.element} />;
  return cell.type === "rich_text" ? (
    <RichText block={cell} />
  ) : (
    <Unknown what="element" type={(cell as { type: string }).type} />
  );
}
