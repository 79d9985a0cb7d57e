// The signs of the page itself, drawn: they look the same whatever letters a machine has.

const PATHS = {
  eye: "M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.500 15.5 10 15.5 1.5 10 1.5 10zM10 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  people:
    "M7.500 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.500c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500M13 4a2.700 2.700 0 0 1 0 5.200M15 12.300c1.800.6 3 2 3 4.200",
  smile: "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM6.500 12c1.800 2.500 5.200 2.500 7 0M7.300 7.500v1M12.700 7.500v1",
  reply: "M3 4.500h14v9H9.500L6 17v-3.500H3z",
  file: "M5 2.500h6.500L15.500 6.500v11h-10.500zM11.500 2.500v4h4",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  close: "M5 5l10 10M15 5L5 15",
  trash: "M4 5.500h12M8 5.500v-2h4v2M5.500 5.500l.8 11.500h7.400l.8-11.500M8.500 8.500v5.500M11.500 8.500v5.500",
  up: "M6 9.500V17H3.500V9.500zM6 9.500l3.500-7c1.500 0 2 1 2 2.200L11 7.500h4.500c1.200 0 1.800 1 1.500 2l-1.500 6c-.3 1-1 1.500-2 1.500H6",
  down: "M6 10.500V3H3.500v7.500zM6 10.500l3.500 7c1.500 0 2-1 2-2.200L11 12.500h4.500c1.200 0 1.800-1 1.500-2l-1.500-6c-.3-1-1-1.500-2-1.500H6",
  picture: "M2.500 4h15v12h-15zM2.500 13l4-4 4 4 2.500-2.500 4.500 4.500M13 7.500v.5",
  warning: "M10 3l8 14H2zM10 8v4M10 14.200v.5",
  info: "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM10 9v5M10 6v.5",
  stop: "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM5.500 10h9",
  tick: "M4 10.500l4 4 8-9",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
