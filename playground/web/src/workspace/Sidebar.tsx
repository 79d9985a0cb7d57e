// Where one can go, what is unread there, and who one is.
import type { Channel } from "../server/types";
import { Avatar } from "./Avatar";
import { useDesk } from "./Desk";
import { go } from "./route";
import type { Theme } from "./theme";

interface Props {
  here: string;
  theme: Theme;
  onTheme(): void;
  onGone(): void;
}

const THEMES: Record<Theme, string> = { system: "◐ As the system", light: "☀ Light", dark: "☾ Dark" };

export function Sidebar({ here, theme, onTheme, onGone }: Props) {
  const { now, me } = useDesk();
  const channels = now.state.channels.filter((one) => !one.is_im && one.members.includes(me.id));
  const direct = now.state.channels.filter((one) => one.is_im && one.user === me.id);
  const to = (channel: Channel) => {
    go({ in: channel.name ?? "app", thread: "", tab: "" });
    onGone();
  };
  return (
    <nav className="sidebar" aria-label="Workspace">
      <div className="workspace-name">Playground</div>
      <Section title="Channels">
        {channels.map((one) => (
          <Entry key={one.id} channel={one} current={one.id === here} name={one.name ?? one.id} onGo={() => to(one)} />
        ))}
      </Section>
      <Section title="Apps">
        {direct.map((one) => (
          <Entry key={one.id} channel={one} current={one.id === here} name={now.state.bot.name} onGo={() => to(one)} />
        ))}
      </Section>
      <div className="sidebar-foot">
        <Person />
        <button type="button" className="sidebar-entry" aria-label={`Theme: ${theme}`} onClick={onTheme}>
          {THEMES[theme]}
        </button>
        <a className="sidebar-entry" href="/gallery">
          ▦ Gallery of blocks
        </a>
        {!now.live && (
          <p role="status" className="away">
            Connecting…
          </p>
        )}
      </div>
    </nav>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface EntryProps {
  channel: Channel;
  name: string;
  current: boolean;
  onGo(): void;
}

function Entry({ channel, name, current, onGo }: EntryProps) {
  const { now } = useDesk();
  const unread = now.unread[channel.id];
  const count = current ? 0 : (unread?.count ?? 0);
  const told = channel.is_im ? count : current ? 0 : (unread?.mentions ?? 0);
  const label = count ? `${name}, ${count} unread` : name;
  return (
    <li>
      <button
        type="button"
        className={`sidebar-entry ${count ? "unread" : ""}`}
        aria-current={current ? "page" : undefined}
        aria-label={label}
        onClick={onGo}
      >
        {channel.is_im ? (
          <Avatar small bot name={name} />
        ) : (
          <span className="hash" aria-hidden="true">
            {channel.is_archived ? "▣" : "#"}
          </span>
        )}
        <span className="entry-name">{name}</span>
        {count > 0 && <span className={told ? "count told" : "count"}>{count}</span>}
      </button>
    </li>
  );
}

function Person() {
  const { now, me } = useDesk();
  return (
    <label className="person">
      <Avatar small name={me.real_name} />
      <span className="visually-hidden">You are</span>
      <select value={me.name} onChange={(event) => go({ as: event.target.value, in: "", thread: "", tab: "" })}>
        {now.state.users.map((one) => (
          <option key={one.id} value={one.name}>
            {one.real_name} · {one.is_restricted ? "guest" : one.profile.title}
          </option>
        ))}
      </select>
    </label>
  );
}
