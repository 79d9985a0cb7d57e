// What a side panel shows, fetched again whenever the stand-in says that it has changed.
import { useCallback, useEffect, useState } from "react";
import { get } from "../server/requests";
import { useDesk } from "../workspace/Desk";

/** Returns what the panel of this name shows, undefined until it is there, and a function to act on it. */
export function usePanel<T>(name: "story" | "bonnet"): [T | undefined, (act: object) => void] {
  const { model, now } = useDesk();
  const [shown, setShown] = useState<T>();
  const changed = now.changed[name] ?? 0;
  useEffect(() => {
    let wanted = true;
    const show = (found: T) => wanted && setShown(found);
    void get<T>(name).then(show, (error: Error) => model.toast(error.message));
    return () => {
      wanted = false;
    };
  }, [changed, model, name]);
  const act = useCallback((what: object) => void model.attempt(name, what), [model, name]);
  return [shown, act];
}
