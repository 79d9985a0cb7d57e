// What every part of the workspace needs: the model, who one is, how to ask for a confirmation, how to show a file.
import type { Confirm } from "@slack/types";
import { createContext, useContext } from "react";
import type { Names } from "../kit/surroundings";
import type { User } from "../server/types";
import type { Model, Snapshot } from "./model";

export interface DeskOf {
  model: Model;
  now: Snapshot;
  me: User;
  names: Names;
  confirm(question: Confirm): Promise<boolean>;
  view(image: { url: string; title: string }): void;
  /** What time it is in the company. */
  time(): Date;
}

export const DeskContext = createContext<DeskOf | undefined>(undefined);

export function useDesk(): DeskOf {
  const found = useContext(DeskContext);
  if (!found) throw new Error("no workspace around");
  return found;
}
