// A pie, drawn as a ring.
import type { PieOf } from "./Chart";
import { colour } from "./ChartLegend";

const [RADIUS, HOLE] = [90, 52];

function arc(from: number, to: number): string {
  const at = (share: number, radius: number) => {
    const angle = 2 * Math.PI * share - Math.PI / 2;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  };
  const end = Math.min(to, from + 0.99999); // a whole ring has no beginning and no end to draw between
  const large = end - from > 0.5 ? 1 : 0;
  return `M${at(from, RADIUS)}A${RADIUS} ${RADIUS} 0 ${large} 1 ${at(end, RADIUS)}L${at(end, HOLE)}A${HOLE} ${HOLE} 0 ${large} 0 ${at(from, HOLE)}Z`;
}

export function Pie({ chart, title, words }: { chart: PieOf; title: string; words: string }) {
  const total = chart.segments.reduce((sum, one) => sum + one.value, 0);
  let from = 0;
  return (
    <svg viewBox="-100 -100 200 200" className="pie" role="img" aria-label={`${title}: ${words}`}>
      {chart.segments.map((one, index) => {
        const share = total > 0 ? one.value / total : 0;
        const path = arc(from, from + share);
        from += share;
        return (
          <path key={one.label} d={path} className={colour(index)}>
            <title>{`${one.label}: ${one.value} (${Math.round(share * 100)} %)`}</title>
          </path>
        );
      })}
    </svg>
  );
}
