// What is known of the workspace by one person in one tab: loaded once, then kept up by the stream of events.
import { get, post } from "../server/requests";
import type { Change, FileInfo, Message, State, Unread, View } from "../server/types";

export interface Snapshot {
  state: State;
  messages: Record<string, Message[]>;
  unread: Record<string, Unread>;
  views: View[];
  files: Record<string, FileInfo>;
  toasts: { id: number; text: string }[];
  /** How often a side panel has changed, by its name. */
  changed: Record<string, number>;
  live: boolean;
  /** By how many milliseconds the company's clock is ahead of this machine's. */
  ahead: number;
}

const TOAST_SECONDS = 8;

export const rootOf = (message: Message): string => message.thread_ts ?? message.ts;

export class Model {
  private snapshot: Snapshot | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly events: EventSource;
  private here = "";
  private toasted = 0;
  private counting = false;
  private countAgain = false;
  private waiting: Change[] | undefined;
  private readonly loading = new Set<Message[]>();

  constructor(readonly me: string) {
    this.events = new EventSource("/_playground/events");
    this.events.onopen = () => void this.load();
    this.events.onerror = () => this.update({ live: false });
    this.events.onmessage = (event: MessageEvent<string>) => this.heard(JSON.parse(event.data) as Change);
    document.addEventListener("visibilitychange", this.count);
  }

  close(): void {
    this.events.close();
    document.removeEventListener("visibilitychange", this.count);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): Snapshot | undefined => this.snapshot;

  /** Opens a channel: loads it, and counts what stands in it as read from now on. */
  async open(channel: string): Promise<void> {
    this.here = channel;
    const known = this.snapshot?.state.channels.some((one) => one.id === channel);
    if (!known) return;
    const meanwhile: Message[] = [];
    this.loading.add(meanwhile);
    try {
      const said = await get<Message[]>(`messages?channel=${encodeURIComponent(channel)}`);
      const all = meanwhile.filter((one) => one.channel === channel).reduce(merged, said);
      this.update({ messages: { ...this.snapshot?.messages, [channel]: all } });
    } catch {
      return; // Slack is away: everything is loaded again when it is back
    } finally {
      this.loading.delete(meanwhile);
    }
    await this.count();
  }

  toast(text: string): void {
    this.toasted += 1;
    const id = this.toasted;
    this.update({ toasts: [...(this.snapshot?.toasts ?? []), { id, text }] });
    setTimeout(() => this.dismiss(id), TOAST_SECONDS * 1000);
  }

  dismiss(id: number): void {
    this.update({ toasts: (this.snapshot?.toasts ?? []).filter((one) => one.id !== id) });
  }

  /** Does something and says what is wrong if it is refused; undefined then. */
  async attempt<T>(path: string, body: object): Promise<T | undefined> {
    try {
      return await post<T>(path, { user: this.me, ...body });
    } catch (error) {
      this.toast(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  // What is heard while something is being loaded may be missing in it: it is kept, and taken up afterwards.
  private async load(): Promise<void> {
    const heard: Change[] = [];
    this.waiting = heard;
    try {
      this.snapshot = { messages: {}, toasts: [], changed: {}, ...this.snapshot, ...(await loaded(this.me)), live: true };
    } catch {
      return; // Slack went away again: the stream of events says when it is back
    } finally {
      this.waiting = undefined;
    }
    this.tell();
    heard.forEach((change) => this.heard(change));
    if (this.here) await this.open(this.here);
  }

  private update(part: Partial<Snapshot>): void {
    if (!this.snapshot) return;
    this.snapshot = { ...this.snapshot, ...part };
    this.tell();
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }

  private heard(change: Change): void {
    const now = this.snapshot;
    if (this.waiting) this.waiting.push(change);
    if (this.waiting || !now) return;
    if (change.kind === "message") this.said(change.message, now);
    else if (change.kind === "toast" && change.user === this.me) this.toast(change.text);
    else if (change.kind === "view" && change.user === this.me)
      this.update({ views: viewsAfter(now.views, change.view, change.closed) });
    else if (change.kind === "commands" || change.kind === "clock")
      void get<State>("state").then((state) => this.update(timed(state)));
    else if (change.kind === "story" || change.kind === "bonnet")
      this.update({ changed: { ...now.changed, [change.kind]: (now.changed[change.kind] ?? 0) + 1 } });
  }

  private said(message: Message, now: Snapshot): void {
    this.loading.forEach((meanwhile) => meanwhile.push(message));
    const loaded = now.messages[message.channel];
    const isNew =
      message.edited === 0 &&
      !message.deleted &&
      message.reactions.length === 0 &&
      !loaded?.some((one) => one.ts === message.ts);
    if (loaded) this.update({ messages: { ...now.messages, [message.channel]: merged(loaded, message) } });
    if (message.files.some((file) => !(file in now.files)))
      void get<Record<string, FileInfo>>("files").then((files) => this.update({ files }));
    const mine = message.user === this.me || (message.ephemeral_to !== null && message.ephemeral_to !== this.me);
    if (isNew && !mine) void this.count();
  }

  /** Counts what is unread; what stands in sight is read. Fifty messages at once are counted twice, not fifty times. */
  private readonly count = async (): Promise<void> => {
    this.countAgain = true;
    if (this.counting) return;
    this.counting = true;
    while (this.countAgain) {
      this.countAgain = false;
      const seen = this.here && document.visibilityState === "visible";
      const asked = seen
        ? post<Record<string, Unread>>("read", { user: this.me, channel: this.here })
        : get<Record<string, Unread>>(`unread?as=${encodeURIComponent(this.me)}`);
      await asked.then(
        (unread) => this.update({ unread }),
        () => undefined,
      ); // Slack is away: counted again when it is back
    }
    this.counting = false;
  };
}

async function loaded(me: string): Promise<Pick<Snapshot, "state" | "ahead" | "unread" | "views" | "files">> {
  const as = encodeURIComponent(me);
  const [state, unread, views, files] = await Promise.all([
    get<State>("state"),
    get<Record<string, Unread>>(`unread?as=${as}`),
    get<View[]>(`views?as=${as}`),
    get<Record<string, FileInfo>>("files"),
  ]);
  return { ...timed(state), unread, views, files };
}

const timed = (state: State): Pick<Snapshot, "state" | "ahead"> => ({ state, ahead: state.now * 1000 - Date.now() });

function viewsAfter(views: View[], view: View | undefined, closed: string | undefined): View[] {
  if (!view) return views.filter((one) => one.id !== closed);
  return views.some((one) => one.id === view.id) ? views.map((one) => (one.id === view.id ? view : one)) : [...views, view];
}

function merged(messages: Message[], message: Message): Message[] {
  const known = messages.findIndex((one) => one.ts === message.ts);
  if (known >= 0) return messages.with(known, message);
  return [...messages, message].sort((a, b) => a.ts.localeCompare(b.ts));
}
