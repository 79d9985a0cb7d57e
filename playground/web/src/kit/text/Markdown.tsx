// Standard markdown, as the markdown block takes it; its HTML is shown as text.
import type { Nodes, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { Fragment, type ReactNode, useMemo } from "react";
import { Link } from "./Link";
import { withEmoji } from "./emoji";

const inside = (node: { children: Nodes[] }): ReactNode =>
  node.children.map((child, index) => <Fragment key={index}>{drawn(child)}</Fragment>);

function table(node: Table): ReactNode {
  const [head, ...body] = node.children;
  const align = (column: number) => ({ className: node.align?.[column] ?? "left" });
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, column) => (
              <th key={column} {...align(column)}>
                {inside(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.children.map((cell, column) => (
                <td key={column} {...align(column)}>
                  {inside(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function drawn(node: Nodes): ReactNode {
  switch (node.type) {
    case "text":
      return withEmoji(node.value);
    case "html":
      return node.value;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return <pre tabIndex={0}>{node.value}</pre>;
    case "strong":
      return <b>{inside(node)}</b>;
    case "emphasis":
      return <i>{inside(node)}</i>;
    case "delete":
      return <s>{inside(node)}</s>;
    case "heading":
      return <div className={`heading depth-${node.depth}`}>{inside(node)}</div>;
    case "blockquote":
      return <blockquote>{inside(node)}</blockquote>;
    case "thematicBreak":
      return <hr />;
    case "break":
      return <br />;
    case "link":
      return <Link url={node.url}>{inside(node)}</Link>;
    case "image":
      return <Link url={node.url}>{node.alt || node.url}</Link>;
    case "list":
      return node.ordered ? <ol start={node.start ?? 1}>{inside(node)}</ol> : <ul>{inside(node)}</ul>;
    case "listItem":
      return typeof node.checked === "boolean" ? (
        <li className="checked">
          <Tick done={node.checked} /> {inside(node)}
        </li>
      ) : (
        <li>{inside(node)}</li>
      );
    case "table":
      return table(node);
    case "paragraph":
      return <p>{inside(node)}</p>;
    default:
      return "children" in node ? inside(node) : "value" in node ? node.value : null;
  }
}

function Tick({ done }: { done: boolean }) {
  return (
    <span role="img" aria-label={done ? "done" : "to do"}>
      {done ? "☑" : "☐"}
    </span>
  );
}

export function Markdown({ text }: { text: string }) {
  const tree = useMemo(() => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }), [text]);
  return <div className="markdown">{inside(tree)}</div>;
}
