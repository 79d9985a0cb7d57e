// The files that are about to be sent, in the box to write in.
import { Icon } from "../kit/Icon";
import type { Attached } from "./attached";

export function Attachments({ attached }: { attached: Attached }) {
  if (attached.list.length === 0) return null;
  return (
    <ul className="attached" aria-label="Attached files">
      {attached.list.map(({ key, name, info }) => (
        <li key={key} className="attached-file" aria-busy={!info}>
          {info?.mimetype.startsWith("image/") ? <img src={info.url} alt="" /> : <Icon name="file" />}
          <span className="attached-name">{info?.name ?? name}</span>
          <button
            type="button"
            className="icon-button"
            aria-label={`Remove ${info?.name ?? name}`}
            onClick={() => attached.remove(key)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
