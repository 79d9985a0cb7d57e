// Lets the box to write in open a message beside it for editing: the arrow up in an empty box does.

const EDITING = "editmessage";

interface Which {
  ts: string;
  /** Whether the one in the channel is meant, or the one in the thread beside it. */
  inChannel: boolean;
}

export function startEditing(which: Which): void {
  dispatchEvent(new CustomEvent<Which>(EDITING, { detail: which }));
}

/** Calls `listener` when this message is to be edited; returns what ends that. */
export function onEditing({ ts, inChannel }: Which, listener: () => void): () => void {
  const heard = (event: Event) => {
    const asked = (event as CustomEvent<Which>).detail;
    if (asked.ts === ts && asked.inChannel === inChannel) listener();
  };
  addEventListener(EDITING, heard);
  return () => removeEventListener(EDITING, heard);
}
