// A picture of somebody: the first letter of the name, in a colour of its own; the app has a sign.

export function Avatar({ name, bot = false, small = false }: { name: string; bot?: boolean; small?: boolean }) {
  const tone = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return (
    <span className={`avatar ${bot ? "app" : `tone-${tone}`} ${small ? "small" : ""}`} aria-hidden="true">
      {bot ? (
        <svg viewBox="0 0 24 24">
          <path
            d="M3 13h4l2.5-7 4.5 13 2.5-6H21"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.4"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      ) : (
        (name[0] ?? "?").toUpperCase()
      )}
    </span>
  );
}
