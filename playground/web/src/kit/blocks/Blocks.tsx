// All blocks of a message, a modal or a Home tab, and what stands in their controls.
import { type Store, StoreContext, useStore } from "../store";
import { type AnyBlock, Block } from "./Block";

export function BlocksIn({ blocks, store }: { blocks: readonly AnyBlock[]; store: Store }) {
  return (
    <StoreContext value={store}>
      <div className="blocks">{blocks.map((block, index) => <Block key={block.block_id ?? index} block={block} />)}</div>
    </StoreContext>
  );
}

export function Blocks({ blocks }: { blocks: readonly AnyBlock[] }) {
  return <BlocksIn blocks={blocks} store={useStore(blocks)} />;
}
