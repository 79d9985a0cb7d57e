// The app's Home tab. Opening it tells the app, which may publish a view for this person.
import { useEffect } from "react";
import { Blocks } from "../kit/blocks/Blocks";
import { Around } from "./Around";
import { useDesk } from "./Desk";

export function Home() {
  const { model, now } = useDesk();
  const view = now.views.find((one) => one.type === "home");
  useEffect(() => void model.attempt("home", {}), [model]);
  if (!view)
    return (
      <div className="home empty">
        <p>{now.state.bot.name} has not set up its Home tab.</p>
      </div>
    );
  return (
    <div className="home" tabIndex={0} role="group" aria-label="Home">
      <Around at={{ view_id: view.id }}>
        <Blocks blocks={view.blocks} />
      </Around>
    </div>
  );
}
