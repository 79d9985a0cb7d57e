// The files that are about to be sent: each is uploaded as soon as it is chosen, and shared with the message.
import { useRef, useState } from "react";
import { upload } from "../server/requests";
import type { FileInfo } from "../server/types";
import { useDesk } from "./Desk";

const LARGEST = 16 * 1024 * 1024; // what the stand-in takes; it checks that itself, too
const MOST = 10;

/** One of them; without `info` it is still on its way. */
export interface Attachment {
  key: number;
  name: string;
  info?: FileInfo;
}

export interface Attached {
  list: Attachment[];
  add(files: Iterable<File>): void;
  remove(key: number): void;
  /** Returns the ids of all, and lets them go. */
  take(): string[];
}

export function useAttached(): Attached {
  const { model } = useDesk();
  const [list, setList] = useState<Attachment[]>([]);
  const count = useRef(0);
  const remove = (key: number) => setList((all) => all.filter((one) => one.key !== key));
  const send = async (key: number, file: File) => {
    try {
      const info = await upload(model.me, file);
      setList((all) => all.map((one) => (one.key === key ? { ...one, info } : one)));
    } catch (error) {
      remove(key);
      model.toast(`${file.name} could not be uploaded: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const add = (files: Iterable<File>) => {
    const all = [...files];
    const taken = all.filter((one) => one.size > 0 && one.size <= LARGEST).slice(0, MOST - list.length);
    if (all.some((one) => one.size > LARGEST)) model.toast("A file may have 16 MB at most here.");
    else if (all.some((one) => one.size === 0)) model.toast("A file without content cannot be uploaded.");
    else if (taken.length < all.length) model.toast(`A message takes ${MOST} files at most.`);
    for (const file of taken) {
      const key = (count.current += 1);
      setList((before) => [...before, { key, name: file.name }]);
      void send(key, file);
    }
  };
  const take = () => {
    setList([]);
    return list.flatMap((one) => (one.info ? [one.info.id] : []));
  };
  return { list, add, remove, take };
}
