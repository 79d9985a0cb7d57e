// Takes files that are dropped anywhere between a conversation's first message and its box.
import { type ReactNode, useState } from "react";

const hasFiles = (event: React.DragEvent): boolean => event.dataTransfer.types.includes("Files");

export function Dropping({ onFiles, children }: { onFiles(files: Iterable<File>): void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  return (
    <div
      className={over ? "dropping over" : "dropping"}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        onFiles(event.dataTransfer.files);
      }}
    >
      {children}
    </div>
  );
}
