// One example of each block, and every summary that there is a golden file of: in light, in dark, and as wide as a phone.
import { useEffect, useState } from "react";
import { Attachment } from "../kit/blocks/Attachment";
import type { AnyBlock } from "../kit/blocks/Block";
import { Blocks } from "../kit/blocks/Blocks";
import { type Names, type Surroundings, SurroundingsContext } from "../kit/surroundings";
import { get } from "../server/requests";
import type { Commands, State } from "../server/types";
import { Avatar } from "../workspace/Avatar";
import { namesOf } from "../workspace/names";
import { useTheme } from "../workspace/theme";
import { EXAMPLES, type Example } from "./examples";

interface Summary {
  name: string;
  text: string;
  blocks: AnyBlock[];
}

const WAYS = [
  { name: "Light", look: "light" },
  { name: "Dark", look: "dark" },
  { name: "Phone", look: "light phone" },
] as const;

// The controls work as they do in a message, but there is no app behind the gallery that could be told.
const around = (names: Names): Surroundings => ({
  names,
  me: names.people[0]?.id ?? "",
  act: () => Promise.resolve(),
  suggest: () => Promise.resolve([]),
  confirm: () => Promise.resolve(true),
  view: () => undefined,
  fileUrl: () => undefined,
  time: () => new Date(),
});

// A golden file's blocks have no ids: Slack adds them when they are posted.
const withIds = (summary: Summary): Example => ({
  name: summary.name.replaceAll("_", " "),
  blocks: summary.blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `${summary.name}-${index}` })),
});

export function Gallery() {
  const [names, setNames] = useState<Names>();
  const [bot, setBot] = useState("");
  const [summaries, setSummaries] = useState<Example[]>([]);
  useTheme();
  useEffect(() => {
    document.title = "Gallery · Playground";
    void get<State & { commands: Commands }>("state").then((state) => {
      setNames(namesOf(state));
      setBot(state.bot.name);
    });
    void get<Summary[]>("examples").then((found) => setSummaries(found.map(withIds)));
  }, []);
  if (!names) return null;
  return (
    <SurroundingsContext value={around(names)}>
      <main className="gallery">
        <header>
          <h1>Gallery</h1>
          <p>
            Every block and element, and every summary of the app, side by side. The controls work, but tell nobody.{" "}
            <a href="/">Back to the workspace</a>
          </p>
        </header>
        <Part title="Blocks" examples={EXAMPLES} bot={bot} />
        {summaries.length > 0 && <Part title="Summaries" examples={summaries} bot={bot} />}
      </main>
    </SurroundingsContext>
  );
}

function Part({ title, examples, bot }: { title: string; examples: Example[]; bot: string }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {examples.map((example) => (
        <article key={example.name} data-example={example.name}>
          <h3>{example.name}</h3>
          <div className="ways">
            {WAYS.map(({ name, look }) => (
              <div key={name} className={`way ${look}`} role="group" aria-label={`${example.name}, ${name.toLowerCase()}`}>
                <div className="way-name">{name}</div>
                <Shown example={example} bot={bot} />
              </div>
            ))}
          </div>
        </article>
      ))}
    </section>
  );
}

function Shown({ example, bot }: { example: Example; bot: string }) {
  return (
    <div className="message">
      <div className="message-side">
        <Avatar bot name={bot} />
      </div>
      <div className="message-main">
        <div className="message-top">
          <b className="author">{bot}</b>
          <span className="badge">APP</span>
          <time>2:11 PM</time>
        </div>
        <Blocks blocks={example.blocks} />
        {example.attachments?.map((one, index) => (
          <Attachment key={index} attachment={one} />
        ))}
      </div>
    </div>
  );
}
