// The files under a message: images are seen and open large, others are named and can be fetched.
import { Icon } from "../kit/Icon";
import type { FileInfo } from "../server/types";
import { useDesk } from "./Desk";
import { Dialog } from "./Dialog";

const UNITS = ["bytes", "kB", "MB"];

function sized(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power]}`;
}

export function Files({ ids }: { ids: string[] }) {
  const { now } = useDesk();
  const found = ids.map((id) => now.files[id]).filter((file): file is FileInfo => file !== undefined);
  return (
    <>
      {found.map((file) =>
        file.mimetype.startsWith("image/") ? (
          <ImageFile key={file.id} file={file} />
        ) : (
          <OtherFile key={file.id} file={file} />
        ),
      )}
    </>
  );
}

function ImageFile({ file }: { file: FileInfo }) {
  const { view } = useDesk();
  return (
    <div className="file-image">
      <div className="note">{file.title}</div>
      <button
        type="button"
        className="bare"
        aria-label={`View ${file.title}`}
        onClick={() => view({ url: file.url, title: file.title })}
      >
        <img src={file.url} alt={file.title} className="image-block" />
      </button>
    </div>
  );
}

function OtherFile({ file }: { file: FileInfo }) {
  return (
    <a className="file-card" href={file.url} download={file.name}>
      <span className="file-sign">
        <Icon name="file" />
      </span>
      <span>
        <b>{file.title}</b>
        <span className="note">
          {file.name} · {sized(file.size)}
        </span>
      </span>
    </a>
  );
}

export function Viewer({ image, onClose }: { image: { url: string; title: string }; onClose(): void }) {
  return (
    <Dialog label={image.title} className="viewer" onClose={onClose}>
      <header>
        <h2>{image.title}</h2>
        <a className="button" href={image.url} download>
          Download
        </a>
        <button type="button" className="icon-button" aria-label="Close" data-focus onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="viewer-body">
        <img src={image.url} alt={image.title} />
      </div>
    </Dialog>
  );
}
