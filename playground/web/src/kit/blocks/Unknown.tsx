// What cannot be drawn is seen, with its type: nothing that an app sends is passed over in silence.

export function Unknown({ what, type }: { what: "block" | "element"; type: string }) {
  return (
    <div className="unknown" data-unrendered={type}>
      This {what} cannot be shown: <code>{type}</code>
    </div>
  );
}
