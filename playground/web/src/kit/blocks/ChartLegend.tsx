// The colours of a chart's parts, and their names. The colours themselves are the style sheet's, for light and dark.

export const colour = (index: number): string => `series-${index % 12}`;

export function Legend({ names }: { names: string[] }) {
  return (
    <ul className="legend">
      {names.map((name, index) => (
        <li key={name}>
          <svg viewBox="0 0 10 10" className={colour(index)} aria-hidden="true">
            <rect width="10" height="10" rx="2" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
