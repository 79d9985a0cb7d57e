// What time it is for everybody here, and how it is moved on: to the next digest, by an hour, to the next working morning.

/** Seconds since 1970: what time it is, and when the next digest is due; 0 where none is. */
export interface Time {
  now: number;
  digest: number;
}

const HOUR = 3600;
const MORNING = 9;
const ms = (seconds: number): Date => new Date(seconds * 1000);

/** Returns a moment's weekday and its time, to the second if asked for. */
export function said(at: Date, seconds = false): string {
  const second = seconds ? ({ second: "2-digit" } as const) : {};
  return at.toLocaleString("en-US", { weekday: "long", hour: "numeric", minute: "2-digit", ...second });
}

function morning(now: Date): Date {
  const at = new Date(now);
  at.setHours(MORNING, 0, 0, 0);
  while (at <= now || [0, 6].includes(at.getDay())) at.setDate(at.getDate() + 1);
  return at;
}

export function Hours({ time, act }: { time: Time; act(what: { act: string; to: number }): void }) {
  const next = morning(ms(time.now));
  const moves: [string, number][] = [
    ["+1 hour", time.now + HOUR],
    [`To ${said(next)}`, next.getTime() / 1000],
  ];
  if (time.digest) moves.unshift([`To the next digest, ${said(ms(time.digest)).replace(/^\w+ /, "")}`, time.digest]);
  return (
    <div className="hours" role="group" aria-label="Move the time on">
      {moves.map(([label, to]) => (
        <button key={label} type="button" className="button" onClick={() => act({ act: "move", to })}>
          {label}
        </button>
      ))}
      <p className="note">
        Everybody's time here, the bot's too; it only goes forward. Timeouts, retries and Redis' keys keep to real seconds.
      </p>
    </div>
  );
}
