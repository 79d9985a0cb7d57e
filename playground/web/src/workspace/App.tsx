// The workspace as one person sees it in one tab.
import type { Confirm } from "@slack/types";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Bonnet } from "../panels/Bonnet";
import { Story } from "../panels/Story";
import type { Channel, State } from "../server/types";
import { get } from "../server/requests";
import { ConfirmDialog } from "./ConfirmDialog";
import { Conversation } from "./Conversation";
import { DeskContext, type DeskOf } from "./Desk";
import { Viewer } from "./Files";
import { Home } from "./Home";
import { Modal } from "./Modal";
import { Model } from "./model";
import { namesOf } from "./names";
import { type Route, useRoute } from "./route";
import { Sidebar } from "./Sidebar";
import { useTheme } from "./theme";
import { ThreadPanel } from "./ThreadPanel";
import { Toasts } from "./Toasts";
import { Top } from "./Top";

/** Finds out who one is, and opens the workspace as that person. */
export function App() {
  const { as } = useRoute();
  const [me, setMe] = useState<string>();
  useEffect(() => {
    void get<State>("state").then((state) => setMe((state.users.find((one) => one.name === as) ?? state.users[0])?.id));
  }, [as]);
  return me === undefined ? null : <Opened key={me} me={me} />;
}

function Opened({ me }: { me: string }) {
  const [model, setModel] = useState<Model>();
  useEffect(() => {
    const made = new Model(me);
    setModel(made);
    return () => made.close();
  }, [me]);
  return model ? <Watched model={model} /> : null;
}

interface Question {
  asked: Confirm;
  answer(yes: boolean): void;
}

function Watched({ model }: { model: Model }) {
  const now = useSyncExternalStore(model.subscribe, model.current);
  const [question, setQuestion] = useState<Question>();
  const [image, setImage] = useState<{ url: string; title: string }>();
  const confirm = useCallback((asked: Confirm) => new Promise<boolean>((answer) => setQuestion({ asked, answer })), []);
  const state = now?.state;
  const names = useMemo(() => (state ? namesOf(state) : undefined), [state]);
  const me = state?.users.find((one) => one.id === model.me);
  if (!now || !names || !me) return null;
  const desk: DeskOf = { model, now, me, names, confirm, view: setImage, time: () => new Date(Date.now() + now.ahead) };
  const answered = (yes: boolean) => {
    setQuestion(undefined);
    question?.answer(yes);
  };
  return (
    <DeskContext value={desk}>
      <Workspace desk={desk} />
      {now.views
        .filter((one) => one.type === "modal")
        .map((view) => (
          <Modal key={view.id} view={view} />
        ))}
      {question && <ConfirmDialog question={question.asked} onAnswer={answered} />}
      {image && <Viewer image={image} onClose={() => setImage(undefined)} />}
      <Toasts />
    </DeskContext>
  );
}

function whereIs(route: Route, { now, me }: DeskOf): Channel | undefined {
  const seen = now.state.channels.filter((one) => (one.is_im ? one.user === me.id : one.members.includes(me.id)));
  const isWanted = (one: Channel) => (one.is_im ? route.in === "app" : one.name === route.in);
  return seen.find(isWanted) ?? seen[0];
}

const PANELS = { story: "Story", bonnet: "Under the bonnet" } as const;
type PanelName = keyof typeof PANELS;

function Workspace({ desk }: { desk: DeskOf }) {
  const route = useRoute();
  const [theme, turnTheme] = useTheme();
  const [menu, setMenu] = useState(false);
  const offered = (Object.keys(PANELS) as PanelName[]).filter((name) => desk.now.state.panels.includes(name));
  const [open, setOpen] = useState<PanelName | "">(() => (innerWidth > 1100 && offered.includes("story") ? "story" : ""));
  const channel = whereIs(route, desk);
  const title = channel?.is_im ? desk.now.state.bot.name : `#${channel?.name ?? ""}`;
  useEffect(() => {
    document.title = `${title} · Playground`;
  }, [title]);
  if (!channel) return <p>There is no channel for you here.</p>;
  const flip = (name: PanelName) => setOpen(open === name ? "" : name);
  const panels = offered.map((name) => ({ name, label: PANELS[name], open: open === name, onFlip: () => flip(name) }));
  const atHome = channel.is_im && route.tab === "home";
  return (
    <div className={menu ? "workspace menu-open" : "workspace"}>
      <Sidebar here={channel.id} theme={theme} onTheme={turnTheme} onGone={() => setMenu(false)} />
      <main className="conversation">
        <Top
          channel={channel}
          title={title}
          tab={channel.is_im ? route.tab : ""}
          panels={panels}
          onMenu={() => setMenu(!menu)}
        />
        {atHome ? <Home /> : <Conversation channel={channel} title={title} />}
      </main>
      <div className="panels">
        {route.thread && <ThreadPanel channel={channel} root={route.thread} title={title} />}
        {open === "story" && <Story onClose={() => setOpen("")} />}
        {open === "bonnet" && <Bonnet channel={channel} onClose={() => setOpen("")} />}
      </div>
    </div>
  );
}
