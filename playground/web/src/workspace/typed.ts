// Lets something elsewhere on the page type a line into the channel's box; the person still sends it.

const TYPED = "typeline";

export function typeLine(line: string): void {
  dispatchEvent(new CustomEvent<string>(TYPED, { detail: line }));
}

/** Calls `listener` with each line that is to be typed; returns what ends that. */
export function onTyped(listener: (line: string) => void): () => void {
  const heard = (event: Event) => listener((event as CustomEvent<string>).detail);
  addEventListener(TYPED, heard);
  return () => removeEventListener(TYPED, heard);
}
