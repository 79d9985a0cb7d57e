import type { HeaderBlock } from "@slack/types";
import { plain } from "../text/Words";

// Not an <h1>: a message's headings would disturb the outline of the page that it stands in.
export function Header({ block }: { block: HeaderBlock }) {
  return <div className="header">{plain(block.text)}</div>;
}

export function Divider() {
  return <hr className="divider" />;
}
