// Draws a block by its type.
import type { ComponentType } from "react";
import { PlaceContext } from "../store";
import { RichText } from "../text/RichText";
import { Actions } from "./Actions";
import { Alert } from "./Alert";
import { Card, Carousel } from "./Card";
import { Chart } from "./Chart";
import { Container } from "./Container";
import { Context, ContextActions } from "./Context";
import { DataTable } from "./DataTable";
import { File } from "./File";
import { Divider, Header } from "./Header";
import { Image } from "./Image";
import { Input } from "./Input";
import { MarkdownBlock } from "./MarkdownBlock";
import { Section } from "./Section";
import { Table } from "./Table";
import { Plan, TaskCard } from "./Tasks";
import { Unknown } from "./Unknown";
import { Video } from "./Video";

export interface AnyBlock {
  type: string;
  block_id?: string;
}

// Each takes the block of its own type: what the types cannot say of a table by name, the names do.
const DRAWN: Record<string, ComponentType<{ block: never }>> = {
  actions: Actions,
  alert: Alert,
  card: Card,
  carousel: Carousel,
  container: Container,
  context: Context,
  context_actions: ContextActions,
  data_table: DataTable,
  data_visualization: Chart,
  divider: Divider,
  file: File,
  header: Header,
  image: Image,
  input: Input,
  markdown: MarkdownBlock,
  plan: Plan,
  rich_text: RichText,
  section: Section,
  table: Table,
  task_card: TaskCard,
  video: Video,
};

export function Block({ block }: { block: AnyBlock }) {
  const Drawn = DRAWN[block.type] as ComponentType<{ block: AnyBlock }> | undefined;
  return (
    <PlaceContext value={{ block: block.block_id ?? "", dispatches: true }}>
      <div className={`block block-${block.type}`}>
        {Drawn ? <Drawn block={block} /> : <Unknown what="block" type={block.type} />}
      </div>
    </PlaceContext>
  );
}
