// Light or dark: as the system says, until the person says otherwise.
import { useEffect, useState } from "react";

export type Theme = "system" | "light" | "dark";

const KEY = "theme";
const ORDER: Theme[] = ["system", "light", "dark"];

const kept = (): Theme => ORDER.find((one) => one === localStorage.getItem(KEY)) ?? "system";

/** Returns the theme and a function that turns to the next one. The document's class is kept right. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(kept);
  useEffect(() => {
    localStorage.setItem(KEY, theme);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      document.documentElement.className = theme === "system" ? (system.matches ? "dark" : "light") : theme;
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
  return [theme, () => setTheme(ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? "system")];
}
