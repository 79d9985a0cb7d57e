import type { VideoBlock } from "@slack/types";
import { Picture } from "../elements/Picture";
import { Link } from "../text/Link";
import { plain } from "../text/Words";

// The video itself would come from elsewhere: its picture and its link stand for it.
export function Video({ block }: { block: VideoBlock }) {
  return (
    <div className="video">
      {block.author_name && <div className="note">{block.author_name}</div>}
      <b>{block.title_url ? <Link url={block.title_url}>{plain(block.title)}</Link> : plain(block.title)}</b>
      {block.description && <div>{plain(block.description)}</div>}
      <div className="video-frame">
        <Picture image={{ image_url: block.thumbnail_url, alt_text: block.alt_text }} className="image-block" />
        <Link url={block.video_url}>
          <span className="play" aria-label={`Play ${plain(block.title)}`} role="img">
            ▶
          </span>
        </Link>
      </div>
      {block.provider_name && <div className="note">{block.provider_name}</div>}
    </div>
  );
}
