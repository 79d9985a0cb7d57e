// An image, from the stand-in itself. The page asks nobody else: of an image from elsewhere it says what would be there.
import { Icon } from "../Icon";
import { useSurroundings } from "../surroundings";

interface Source {
  image_url?: string;
  slack_file?: { id?: string; url?: string };
  alt_text: string;
}

export function useSource(image: Source): string | undefined {
  const { fileUrl } = useSurroundings();
  const url = image.image_url ?? image.slack_file?.url ?? fileUrl(image.slack_file?.id ?? "");
  if (url === undefined || url.startsWith("data:image/")) return url;
  const whole = URL.parse(url, location.href);
  return whole?.origin === location.origin ? whole.href : undefined;
}

export function Picture({ image, className = "" }: { image: Source; className?: string }) {
  const url = useSource(image);
  if (url === undefined) {
    return (
      <span role="img" aria-label={image.alt_text} title={image.alt_text} className={`picture-absent ${className}`}>
        <Icon name="picture" /> <span aria-hidden="true">{image.alt_text}</span>
      </span>
    );
  }
  return <img src={url} alt={image.alt_text} className={className} />;
}
