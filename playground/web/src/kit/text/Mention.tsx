// Somebody or some place by name: people, channels, groups, @here.
import { useSurroundings } from "../surroundings";

interface Props {
  kind: "user" | "channel" | "group" | "broadcast";
  id: string;
  label?: string;
}

export function Mention({ kind, id, label = "" }: Props) {
  const { names, me } = useSurroundings();
  if (kind === "channel") return <span className="mention">#{names.channel(id) ?? (label || id)}</span>;
  const said = { user: () => names.user(id), group: () => names.group(id), broadcast: () => undefined }[kind]();
  const mine = kind === "broadcast" || (kind === "user" && id === me) || (kind === "group" && names.inGroup(id, me));
  return <span className={mine ? "mention mine" : "mention"}>@{said ?? (label.replace(/^@/, "") || id)}</span>;
}
