// data_visualization: Slack's own charts. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block/
import { Axes, Lines, Bars } from "./ChartOverAxis";
import { Pie } from "./ChartPie";
import { Legend } from "./ChartLegend";
import { Unknown } from "./Unknown";

export interface Series {
  name: string;
  data: { label: string; value: number }[];
}

export interface OverAxis {
  type: "bar" | "area" | "line";
  series: Series[];
  axis_config: { categories: string[]; x_label?: string; y_label?: string };
}

export interface PieOf {
  type: "pie";
  segments: { label: string; value: number }[];
}

export interface ChartBlock {
  type: "data_visualization";
  title: string;
  chart: OverAxis | PieOf;
}

/** Says the chart in words, for those who do not see it. */
function inWords(chart: OverAxis | PieOf): string {
  if (chart.type === "pie") return chart.segments.map((one) => `${one.label} ${one.value}`).join(", ");
  return chart.series
    .map((one) => `${one.name}: ${one.data.map((point) => `${point.label} ${point.value}`).join(", ")}`)
    .join("; ");
}

export function Chart({ block }: { block: ChartBlock }) {
  const { chart, title } = block;
  const known = ["pie", "bar", "area", "line"].includes(chart.type);
  if (!known) return <Unknown what="element" type={`data_visualization/${String(chart.type)}`} />;
  const names = chart.type === "pie" ? chart.segments.map((one) => one.label) : chart.series.map((one) => one.name);
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      {chart.type === "pie" ? (
        <Pie chart={chart} title={title} words={inWords(chart)} />
      ) : (
        <Axes chart={chart} title={title} words={inWords(chart)}>
          {chart.type === "bar" ? Bars : Lines}
        </Axes>
      )}
      {(names.length > 1 || chart.type === "pie") && <Legend names={names} />}
    </figure>
  );
}
