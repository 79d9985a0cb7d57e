// Dates as `<!date^…>` and rich text's `date` show them, in the reader's own time zone.
// https://docs.slack.dev/messaging/formatting-message-text/#date-formatting

const DAY = 86_400_000;

function ordinal(day: number): string {
  const ending = day % 100 > 10 && day % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
}

const part = (at: Date, options: Intl.DateTimeFormatOptions): string => at.toLocaleDateString("en-US", options);
const two = (value: number): string => String(value).padStart(2, "0");

function long(at: Date): string {
  return `${part(at, { month: "long" })} ${ordinal(at.getDate())}, ${at.getFullYear()}`;
}

function time(at: Date, seconds: boolean): string {
  return at.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) });
}

/** Returns how long ago (or ahead) a moment is: "3 minutes ago", "in 2 hours". */
export function ago(at: Date, now: Date): string {
  const words = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return words.format(Math.round(seconds / size), unit);
}

function pretty(at: Date, now: Date, otherwise: string): string {
  const start = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((start(at) - start(now)) / DAY);
  return ({ "-1": "yesterday", "0": "today", "1": "tomorrow" } as Record<string, string>)[String(days)] ?? otherwise;
}

function token(name: string, at: Date, now: Date): string | undefined {
  const plain: Record<string, () => string> = {
    date_num: () => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    date_slash: () => `${two(at.getMonth() + 1)}/${two(at.getDate())}/${at.getFullYear()}`,
    date: () => long(at),
    date_short: () => part(at, { month: "short", day: "numeric", year: "numeric" }),
    date_long: () => `${part(at, { weekday: "long" })}, ${long(at)}`,
    day_divider_pretty: () => pretty(at, now, `${part(at, { weekday: "long" })}, ${long(at)}`),
    time: () => time(at, false),
    time_secs: () => time(at, true),
    ago: () => ago(at, now),
  };
  const found = plain[name];
  if (found) return found();
  const otherwise = plain[name.replace(/_pretty$/, "")];
  return otherwise && pretty(at, now, otherwise());
}

/** Returns a moment in Slack's format of `{tokens}`; the fallback for a moment or a token that does not exist. */
export function formatted(timestamp: number, format: string, fallback: string, now: Date): string {
  const at = new Date(timestamp * 1000);
  if (Number.isNaN(at.getTime())) return fallback;
  let unknown = false;
  const text = format.replace(/\{([a-z_]+)\}/g, (whole: string, name: string) => {
    const said = token(name, at, now);
    unknown ||= said === undefined;
    return said ?? whole;
  });
  return unknown ? fallback : text;
}
