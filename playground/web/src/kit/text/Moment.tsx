// A moment in the reader's time; "3 minutes ago" goes on by itself.
import { useEffect, useState } from "react";
import { useSurroundings } from "../surroundings";
import { Link } from "./Link";
import { formatted } from "./dates";

const LOOK_AGAIN = 15_000;

function useNow(moving: boolean): Date {
  const { time } = useSurroundings();
  const [, lookAgain] = useState(0);
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setInterval(() => lookAgain((looks) => looks + 1), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [moving]);
  return time();
}

interface Props {
  timestamp: number;
  format: string;
  fallback: string;
  url?: string;
}

export function Moment({ timestamp, format, fallback, url }: Props) {
  const now = useNow(format.includes("{ago}") || format.includes("_pretty}"));
  const at = new Date(timestamp * 1000);
  if (Number.isNaN(at.getTime())) return <>{fallback}</>;
  const said = formatted(timestamp, format, fallback, now);
  const time = (
    <time dateTime={at.toISOString()} title={at.toLocaleString()}>
      {said}
    </time>
  );
  return url ? <Link url={url}>{time}</Link> : time;
}
