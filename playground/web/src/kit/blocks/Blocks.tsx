// All blocks of a message, a modal or a Home tab, and what stands in their controls.
import { type Store, StoreContext, useStore } from "../store";
import { type AnyBlock, Block } from "./Block";

// Slack draws a table block under everything else in its message, wherever it stands among the blocks.
const tablesLast = (blocks: readonly AnyBlock[]): AnyBlock[] => [
  ...blocks.filter((one) => one.type !== "table"),
  ...blocks.filter((one) => one.type === "table"),
];

export function BlocksIn({ blocks, store }: { blocks: readonly AnyBlock[]; store: Store }) {
  return (
    <StoreContext value={store}>
      <div className="blocks">
        {tablesLast(blocks).map((block, index) => (
          <Block key={block.block_id ?? index} block={block} />
        ))}
      </div>
    </StoreContext>
  );
}

export function Blocks({ blocks }: { blocks: readonly AnyBlock[] }) {
  return <BlocksIn blocks={blocks} store={useStore(blocks)} />;
}
