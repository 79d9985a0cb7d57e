// Draws data_visualization as a small SVG: bars, lines, areas; a pie as bars of its shares.
import { el } from "/page/mrkdwn.js";

const SVG = "http://www.w3.org/2000/svg";
const COLOURS = ["#1264a3", "#e01e5a", "#2eb67d", "#ecb22e", "#4a154b", "#36c5f0", "#616061", "#de6a29", "#0b4f6c", "#a23b72", "#6a994e", "#bc4749"];
const [WIDTH, HEIGHT, PAD] = [460, 180, 24];

function shape(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

export function chart(block) {
  const pie = block.chart.type === "pie";
  const series = pie ? [{ name: block.title, data: block.chart.segments }] : block.chart.series;
  const categories = pie ? block.chart.segments.map((one) => one.label) : block.chart.axis_config.categories;
  const values = series.map((one) => categories.map((label) => one.data.find((point) => point.label === label)?.value ?? 0));
  const [low, high] = [Math.min(0, ...values.flat()), Math.max(1e-9, ...values.flat())];
  const x = (index) => PAD + ((index + 0.5) * (WIDTH - 2 * PAD)) / categories.length;
  const y = (value) => HEIGHT - PAD - ((value - low) * (HEIGHT - 2 * PAD)) / (high - low);
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: "img", "aria-label": block.title });
  values.forEach((row, number) => {
    const colour = COLOURS[number % COLOURS.length];
    if (pie || block.chart.type === "bar") {
      const wide = (0.8 * (WIDTH - 2 * PAD)) / categories.length / values.length;
      row.forEach((value, index) => svg.append(shape("rect", {
        x: x(index) + (number - values.length / 2) * wide, y: Math.min(y(value), y(0)), width: wide, height: Math.abs(y(0) - y(value)),
        fill: pie ? COLOURS[index % COLOURS.length] : colour })));
      return;
    }
    const line = row.map((value, index) => `${x(index)},${y(value)}`).join(" ");
    if (block.chart.type === "area") svg.append(shape("polygon", { points: `${x(0)},${y(0)} ${line} ${x(row.length - 1)},${y(0)}`, fill: colour, opacity: 0.25 }));
    svg.append(shape("polyline", { points: line, fill: "none", stroke: colour, "stroke-width": 2 }));
  });
  categories.forEach((label, index) => svg.append(shape("text", { x: x(index), y: HEIGHT - 6, "font-size": 9, "text-anchor": "middle" }, label)));
  svg.append(shape("text", { x: 2, y: 12, "font-size": 10 }, String(high)));
  const legend = pie || series.length < 2 ? "" : el("div", { class: "small" }, series.map((one) => one.name).join(" · "));
  return el("div", { class: "block" }, el("b", {}, block.title), el("div", {}, svg), legend);
}
