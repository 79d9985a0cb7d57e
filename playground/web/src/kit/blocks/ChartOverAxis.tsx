// Bars, lines and areas over an axis of categories.
import { type ComponentType, type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { OverAxis } from "./Chart";
import { colour } from "./ChartLegend";

const [WIDEST, NARROWEST, HEIGHT] = [560, 240, 230]; // pixels
const FRAME = { left: 52, right: 12, top: 10, bottom: 44 };
const STEPS = 4;
const LABEL = 52; // pixels that the name of a category takes

/** Returns the width that there is for something, so that letters keep their size on a phone, and where to measure it. */
function useWidth(): [number, RefObject<HTMLDivElement | null>] {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDEST);
  useLayoutEffect(() => {
    const measured = frame.current;
    if (!measured) return undefined;
    const watch = new ResizeObserver(() => setWidth(Math.max(NARROWEST, Math.min(WIDEST, measured.clientWidth))));
    watch.observe(measured);
    return () => watch.disconnect();
  }, []);
  return [width, frame];
}

interface Scale {
  x(index: number): number;
  y(value: number): number;
  slot: number;
}

/** Returns round numbers below and above all values, and those between, for the grid. */
function ticks(values: number[]): number[] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step) || 1;
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 2 });

function scaled(whole: number, count: number, grid: number[]): Scale {
  const [low = 0, high = 1] = [grid[0], grid.at(-1)];
  const [width, height] = [whole - FRAME.left - FRAME.right, HEIGHT - FRAME.top - FRAME.bottom];
  const slot = width / Math.max(1, count);
  return {
    slot,
    x: (index) => FRAME.left + slot * (index + 0.5),
    y: (value) => FRAME.top + height * (1 - (value - low) / (high - low || 1)),
  };
}

interface AxesProps {
  chart: OverAxis;
  title: string;
  words: string;
  children: ComponentType<{ chart: OverAxis; scale: Scale }>;
}

export function Axes({ chart, title, words, children: Marks }: AxesProps) {
  const { categories, x_label, y_label } = chart.axis_config;
  const grid = ticks(chart.series.flatMap((one) => one.data.map((point) => point.value)));
  const [width, frame] = useWidth();
  const scale = scaled(width, categories.length, grid);
  const every = Math.ceil(LABEL / scale.slot);
  const middle = FRAME.top + (HEIGHT - FRAME.top - FRAME.bottom) / 2;
  return (
    <div ref={frame}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={`${title}: ${words}`}>
        {grid.map((value) => (
          <g key={value} className="grid">
            <line x1={FRAME.left} x2={width - FRAME.right} y1={scale.y(value)} y2={scale.y(value)} />
            <text x={FRAME.left - 6} y={scale.y(value) + 4} textAnchor="end">
              {short.format(value)}
            </text>
          </g>
        ))}
        <Marks chart={chart} scale={scale} />
        {categories.map(
          (name, index) =>
            index % every === 0 && (
              <text key={name} x={scale.x(index)} y={HEIGHT - FRAME.bottom + 16} textAnchor="middle">
                {name}
              </text>
            ),
        )}
        {x_label && (
          <text x={width / 2} y={HEIGHT - 6} textAnchor="middle" className="axis">
            {x_label}
          </text>
        )}
        {y_label && (
          <text x={12} y={middle} textAnchor="middle" transform={`rotate(-90 12 ${middle})`} className="axis">
            {y_label}
          </text>
        )}
      </svg>
    </div>
  );
}

// The points of a series come in any order; the axis says which is where.
const valuesOf = (chart: OverAxis, series: number): number[] =>
  chart.axis_config.categories.map((name) => chart.series[series]?.data.find((point) => point.label === name)?.value ?? 0);

export function Bars({ chart, scale }: { chart: OverAxis; scale: Scale }) {
  const width = (scale.slot * 0.7) / chart.series.length;
  return (
    <>
      {chart.series.map((one, series) => (
        <g key={one.name} className={colour(series)}>
          {valuesOf(chart, series).map((value, index) => {
            const x = scale.x(index) - (width * chart.series.length) / 2 + width * series;
            const [top, bottom] = [Math.min(scale.y(value), scale.y(0)), Math.max(scale.y(value), scale.y(0))];
            return (
              <rect key={index} x={x} y={top} width={Math.max(1, width - 1)} height={bottom - top}>
                <title>{`${chart.axis_config.categories[index]}: ${one.name} ${value}`}</title>
              </rect>
            );
          })}
        </g>
      ))}
    </>
  );
}

export function Lines({ chart, scale }: { chart: OverAxis; scale: Scale }) {
  return (
    <>
      {chart.series.map((one, series) => {
        const points = valuesOf(chart, series).map((value, index): [number, number, number] => [
          scale.x(index),
          scale.y(value),
          value,
        ]);
        const line = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
        const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
        return (
          <g key={one.name} className={colour(series)}>
            {chart.type === "area" && <path className="area" d={`M${first} ${scale.y(0)}L${line}L${last} ${scale.y(0)}Z`} />}
            <path className="line" d={`M${line}`} />
            {points.map(([x, y, value], index) => (
              <circle key={index} cx={x} cy={y} r="3">
                <title>{`${chart.axis_config.categories[index]}: ${one.name} ${value}`}</title>
              </circle>
            ))}
          </g>
        );
      })}
    </>
  );
}
