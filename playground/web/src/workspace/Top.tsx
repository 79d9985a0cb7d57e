// The top of a conversation: its name and topic, the app's tabs, and the ways to the side panels.
import { Icon } from "../kit/Icon";
import type { Channel } from "../server/types";
import { useDesk } from "./Desk";
import { go } from "./route";

interface Props {
  channel: Channel;
  title: string;
  tab: string;
  panels: { name: string; label: string; open: boolean; onFlip(): void }[];
  onMenu(): void;
}

export function Top({ channel, title, tab, panels, onMenu }: Props) {
  const { names } = useDesk();
  const tabs = [
    ["home", "Home"],
    ["", "Messages"],
  ] as const;
  return (
    <header className="top">
      <button type="button" className="icon-button menu-toggle" aria-label="Channels" onClick={onMenu}>
        <Icon name="menu" />
      </button>
      <h1>{title}</h1>
      {channel.is_im ? (
        <div className="tabs" role="group" aria-label="Tabs">
          {tabs.map(([name, label]) => (
            <button key={name} type="button" aria-pressed={tab === name} onClick={() => go({ tab: name, thread: "" })}>
              {label}
            </button>
          ))}
        </div>
      ) : (
        <>
          <span className="topic">{channel.topic?.value}</span>
          {channel.is_ext_shared && <span className="shared">Shared with a partner</span>}
          <span className="members" title={channel.members.map((id) => names.user(id) ?? id).join(", ")}>
            <Icon name="people" /> {channel.members.length}
          </span>
        </>
      )}
      {panels.map((panel) => (
        <button
          key={panel.name}
          type="button"
          className="button panel-toggle"
          aria-pressed={panel.open}
          onClick={panel.onFlip}
        >
          {panel.label}
        </button>
      ))}
    </header>
  );
}
