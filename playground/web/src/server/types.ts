// What the stand-in says, as JSON. `playground/README.md` has the addresses.
import type { MessageAttachment } from "@slack/types";
import type { AnyBlock } from "../kit/blocks/Block";

export interface User {
  id: string;
  name: string;
  real_name: string;
  is_restricted: boolean;
  profile: { title: string };
}

export interface Channel {
  id: string;
  name?: string;
  user?: string;
  is_im: boolean;
  is_archived: boolean;
  is_ext_shared?: boolean;
  topic?: { value: string };
  members: string[];
}

export interface Group {
  id: string;
  handle: string;
  users: string[];
}

export interface Usage {
  usage: string;
  help: string;
}

export interface Commands {
  command: string;
  lines: Usage[];
}

export interface Shortcut {
  name: string;
  type: "global" | "message";
  callback_id: string;
  description: string;
}

export interface State {
  bot: User;
  users: User[];
  groups: Group[];
  channels: Channel[];
  commands: Commands;
  shortcuts: Shortcut[];
  panels: string[];
  /** What time it is, in seconds since 1970: the clock of the company may be ahead of the machine's. */
  now: number;
}

export interface Message {
  ts: string;
  channel: string;
  /** Empty for what came by an incoming webhook, which has a `username` instead. */
  user: string;
  username: string;
  text: string;
  bot: boolean;
  thread_ts: string | null;
  broadcast: boolean;
  ephemeral_to: string | null;
  edited: number;
  deleted: boolean;
  reactions: [string, string][];
  files: string[];
  blocks: AnyBlock[];
  attachments: MessageAttachment[];
}

export interface FileInfo {
  id: string;
  name: string;
  title: string;
  size: number;
  mimetype: string;
  url: string;
}

export interface View {
  id: string;
  type: "modal" | "home";
  hash: string;
  title: { text: string } | null;
  submit: { text: string } | null;
  close: { text: string } | null;
  root_view_id: string;
  blocks: AnyBlock[];
}

export interface Delivery {
  acked: boolean;
  failed: string;
  payload: { response_action?: string; errors?: Record<string, string> };
}

export interface Unread {
  count: number;
  mentions: number;
}

export type Change =
  | { kind: "message"; message: Message }
  | { kind: "toast"; user: string; text: string }
  | { kind: "view"; user: string; view?: View; closed?: string }
  | { kind: "commands" | "clock" | "story" | "bonnet" | "call" | "socket" | "end" };
