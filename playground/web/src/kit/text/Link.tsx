// A link that a browser may follow safely; anything else (`javascript:` …) is shown as text.
import type { ReactNode } from "react";

export const isSafe = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url);

export function Link({ url, children }: { url: string; children: ReactNode }) {
  if (!isSafe(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}
