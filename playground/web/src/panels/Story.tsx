// The guide at the side: what could be done next, and the clock that the story runs by.
import { Panel } from "../workspace/Panel";
import { typeLine } from "../workspace/typed";
import { usePanel } from "./usePanel";

interface Step {
  id: string;
  text: string;
  hint_line?: string | null;
  done: boolean;
  active: boolean;
  act?: { label: string } | null;
}

interface StoryOf {
  clock: { now: number; speed: number; paused: boolean };
  title: string;
  steps: Step[];
  can: ("pause" | "faster" | "restart")[];
}

const COVERS = 1000; // pixels: on a narrower page the guide covers the box that it types into

type Act = (what: { act: string }) => void;

export function Story({ onClose }: { onClose(): void }) {
  const [story, act] = usePanel<StoryOf>("story");
  return (
    <Panel title="Story" onClose={onClose}>
      {story && (
        <div className="story" tabIndex={0} role="group" aria-label={story.title}>
          <h3>{story.title}</h3>
          <Clock story={story} act={act} />
          <ol>
            {story.steps.map((step) => (
              <StepRow key={step.id} step={step} act={act} onTyped={() => innerWidth <= COVERS && onClose()} />
            ))}
          </ol>
        </div>
      )}
    </Panel>
  );
}

function Clock({ story, act }: { story: StoryOf; act: Act }) {
  const { clock, can } = story;
  const at = new Date(clock.now * 1000);
  return (
    <div className="story-clock">
      <time dateTime={at.toISOString()}>
        {at.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit", second: "2-digit" })}
      </time>
      <span className="note">{clock.paused ? "paused" : `${clock.speed}×`}</span>
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

function StepRow({ step, act, onTyped }: { step: Step; act: Act; onTyped(): void }) {
  const { hint_line: line, act: done } = step;
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
                  typeLine(line);
                  onTyped();
                }}
              >
                Type <code>{line}</code>
              </button>
            )}
            {done && (
              <button type="button" className="button primary" onClick={() => act({ act: `step:${step.id}` })}>
                {done.label}
              </button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
