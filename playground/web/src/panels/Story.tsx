// The guide at the side: what could be done next, what time it is, and how fast the story goes.
import { Panel } from "../workspace/Panel";
import { go, type Route } from "../workspace/route";
import { typeLine } from "../workspace/typed";
import { Hours, said, type Time } from "./Hours";
import { usePanel } from "./usePanel";

interface Step {
  id: string;
  text: string;
  hint_line?: string | null;
  done: boolean;
  active: boolean;
  act?: { label: string } | null;
  /** Where it is done: a channel's name, `dm` or `home` for those with the bot; "" for anywhere. */
  where?: string;
}

interface StoryOf {
  clock: { now: number; speed: number; paused: boolean };
  title: string;
  steps: Step[];
  /** What one does on every other day; nothing where nobody tells. */
  daily?: Step[];
  /** What time it is for everybody; null where that cannot be moved on. */
  time?: Time | null;
  can: ("pause" | "faster" | "restart")[];
}

const COVERS = 1000; // pixels: on a narrower page the guide covers the box that it types into

type Act = (what: { act: string; to?: number }) => void;

/** Goes where a step is done. */
function goTo(where: string): void {
  const place: Partial<Route> = where === "dm" || where === "home" ? { in: "app" } : { in: where };
  go({ thread: "", tab: where === "home" ? "home" : "", ...place });
}

export function Story({ onClose }: { onClose(): void }) {
  const [story, act] = usePanel<StoryOf>("story");
  return (
    <Panel title="Story" onClose={onClose}>
      {story && (
        <div className="story" tabIndex={0} role="group" aria-label={story.title}>
          <h3>{story.title}</h3>
          <Clock story={story} act={act} />
          {story.time && <Hours time={story.time} act={act} />}
          <Steps steps={story.steps} act={act} onClose={onClose} />
          {(story.daily ?? []).length > 0 && <h3>Every other day</h3>}
          <Steps steps={story.daily ?? []} act={act} onClose={onClose} />
        </div>
      )}
    </Panel>
  );
}

function Steps({ steps, act, onClose }: { steps: Step[]; act: Act; onClose(): void }) {
  return (
    <ol>
      {steps.map((step) => (
        <StepRow key={step.id} step={step} act={act} onGone={() => innerWidth <= COVERS && onClose()} />
      ))}
    </ol>
  );
}

function Clock({ story, act }: { story: StoryOf; act: Act }) {
  const { clock, can, time } = story;
  const at = new Date((time ?? clock).now * 1000);
  const speed = clock.paused ? "paused" : `${clock.speed}×`;
  return (
    <div className="story-clock">
      <div className="story-time">
        <time dateTime={at.toISOString()}>{said(at, true)}</time>{" "}
        <span className="note">{time ? `the story: ${speed}` : speed}</span>
      </div>
      {can.includes("pause") && (
        <button type="button" className="button" onClick={() => act({ act: clock.paused ? "resume" : "pause" })}>
          {clock.paused ? "Resume" : "Pause"}
        </button>
      )}
      {can.includes("faster") && (
        <button type="button" className="button" onClick={() => act({ act: "faster" })}>
          Faster
        </button>
      )}
      {can.includes("restart") && (
        <button type="button" className="button" onClick={() => act({ act: "restart" })}>
          Restart
        </button>
      )}
    </div>
  );
}

function StepRow({ step, act, onGone }: { step: Step; act: Act; onGone(): void }) {
  const { hint_line: line, act: done, where } = step;
  const state = step.done ? "done" : step.active ? "active" : "later";
  return (
    <li className={`step ${state}`} aria-current={step.active ? "step" : undefined}>
      <span className="tick" role="img" aria-label={state}>
        {step.done ? "✓" : step.active ? "→" : "○"}
      </span>
      <div>
        {step.text}
        {step.active && (
          <div className="step-acts">
            {line && (
              <button
                type="button"
                className="button"
                onClick={() => {
                  if (where) goTo(where);
                  if (where)
                    setTimeout(() => typeLine(line)); // once the box of that place stands
                  else typeLine(line);
                  onGone();
                }}
              >
                Type <code>{line}</code>
              </button>
            )}
            {done && (
              <button
                type="button"
                className="button primary"
                onClick={() => {
                  act({ act: `step:${step.id}` });
                  if (where) goTo(where);
                }}
              >
                {done.label}
              </button>
            )}
            {where && !line && !done && (
              <button
                type="button"
                className="button"
                onClick={() => {
                  goTo(where);
                  onGone();
                }}
              >
                {where === "home" ? "Open Home" : `Go to #${where}`}
              </button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
