// Who one is and where: it stands in the address, so that a reload, a bookmark or another tab finds it.
import { useSyncExternalStore } from "react";

export interface Route {
  as: string;
  in: string;
  thread: string;
  tab: string;
}

const NAMES = ["as", "in", "thread", "tab"] as const;
const CHANGED = "routechanged";

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  addEventListener(CHANGED, listener);
  return () => {
    removeEventListener("popstate", listener);
    removeEventListener(CHANGED, listener);
  };
}

/** Goes somewhere else; what is not named stays as it is, "" takes it away. */
export function go(to: Partial<Route>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(to)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  history.pushState(null, "", `${location.pathname}?${query.toString()}`);
  dispatchEvent(new Event(CHANGED));
}

export function useRoute(): Route {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const query = new URLSearchParams(search);
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""])) as unknown as Route;
}
