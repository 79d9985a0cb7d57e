// Under the bonnet: what goes between Slack, the app and the systems that it asks; and switches for what can go wrong.
import { useState } from "react";
import type { Channel } from "../server/types";
import { useDesk } from "../workspace/Desk";
import { Panel } from "../workspace/Panel";
import { usePanel } from "./usePanel";

interface BonnetOf {
  envelopes: { at: number; type: string; what: string; ack_ms: number | null }[];
  calls: { at: number; method: string; ms: number; outcome: string }[];
  upstream: { at: number; target: string; what: string; ms: number; outcome: string }[];
  cache: { asked: number; joined: number; cached: number };
  breakers: { target: string; state: string }[];
  faults: { id: string; label: string; on: boolean; kind: "switch" | "push" }[];
  /** How the last crowd fares; empty before the first. */
  crowd?: { people?: number; acked?: number; answered?: number; upstream?: number };
}

type Act = (what: object) => void;

const CROWD = 50;
const NEWEST = 12;

export function Bonnet({ channel, onClose }: { channel: Channel; onClose(): void }) {
  const [bonnet, act] = usePanel<BonnetOf>("bonnet");
  return (
    <Panel title="Under the bonnet" onClose={onClose}>
      {bonnet && (
        <div className="bonnet" tabIndex={0} role="group" aria-label="Under the bonnet">
          <Crowd channel={channel} act={act} />
          <Fares crowd={bonnet.crowd ?? {}} />
          <Counters bonnet={bonnet} />
          <Faults bonnet={bonnet} act={act} />
          <Newest
            title="Envelopes"
            heads={["Type", "What", "Ack"]}
            rows={bonnet.envelopes.map((one) => [one.at, one.type, one.what, one.ack_ms === null ? "–" : ms(one.ack_ms)])}
          />
          <Newest
            title="Calls of Slack"
            heads={["Method", "Took", "Outcome"]}
            rows={bonnet.calls.map((one) => [one.at, one.method, ms(one.ms), one.outcome])}
          />
          <Newest
            title="Calls of upstreams"
            heads={["Target", "What", "Took", "Outcome"]}
            rows={bonnet.upstream.map((one) => [one.at, one.target, one.what, ms(one.ms), one.outcome])}
          />
        </div>
      )}
    </Panel>
  );
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

function Crowd({ channel, act }: { channel: Channel; act: Act }) {
  const { now } = useDesk();
  const lines = now.state.commands.lines;
  const [line, setLine] = useState("");
  const asked = line || (lines.find((one) => one.usage.includes("failed")) ?? lines[0])?.usage.split(" [")[0] || "help";
  return (
    <form
      className="crowd"
      onSubmit={(event) => {
        event.preventDefault();
        act({ act: "crowd", n: CROWD, line: asked, channel: channel.id });
      }}
    >
      <input
        className="field"
        aria-label="What the crowd asks"
        placeholder={asked}
        value={line}
        onChange={(event) => setLine(event.target.value)}
      />
      <button type="submit" className="button primary">
        Ask as {CROWD} people at once
      </button>
    </form>
  );
}

function Fares({ crowd: { people, acked, answered, upstream } }: { crowd: NonNullable<BonnetOf["crowd"]> }) {
  if (!people) return null;
  return (
    <p className="fares" role="status">
      {people} people asked, each in a DM with the bot (Slack allows one answer a second in a channel): <b>{acked}</b> acked,{" "}
      <b>{answered}</b> answered, <b>{upstream}</b> requests to the clusters.
    </p>
  );
}

function Counters({ bonnet: { cache, breakers } }: { bonnet: BonnetOf }) {
  return (
    <dl className="counters">
      {Object.entries({ asked: cache.asked, "joined another": cache.joined, "from the cache": cache.cached }).map(
        ([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
      {breakers.map((one) => (
        <div key={one.target} className={`breaker ${one.state}`}>
          <dt>{one.target}</dt>
          <dd>{one.state}</dd>
        </div>
      ))}
    </dl>
  );
}

function Faults({ bonnet: { faults }, act }: { bonnet: BonnetOf; act: Act }) {
  if (faults.length === 0) return null;
  return (
    <fieldset className="faults">
      <legend>What can go wrong</legend>
      {faults.map((one) =>
        one.kind === "switch" ? (
          <label key={one.id}>
            <input
              type="checkbox"
              role="switch"
              checked={one.on}
              onChange={(event) => act({ act: `fault:${one.id}`, on: event.target.checked })}
            />{" "}
            {one.label}
          </label>
        ) : (
          <button key={one.id} type="button" className="button" onClick={() => act({ act: `fault:${one.id}`, on: true })}>
            {one.label}
          </button>
        ),
      )}
    </fieldset>
  );
}

function Newest({ title, heads, rows }: { title: string; heads: string[]; rows: (number | string)[][] }) {
  const shown = rows.toSorted((a, b) => Number(b[0]) - Number(a[0])).slice(0, NEWEST);
  return (
    <section>
      <h3>{title}</h3>
      <div className="table-scroll" tabIndex={0} role="group" aria-label={title}>
        <table>
          <thead>
            <tr>
              {["At", ...heads].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(([at, ...cells], index) => (
              <tr key={index}>
                <td>{new Date(Number(at) * 1000).toLocaleTimeString("en-GB")}</td>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
