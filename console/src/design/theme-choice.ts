import type { Theme, ThemeChoice } from "./theme.ts";

/** The theme in use, remembered on this device; follows the system until somebody chooses. */
const STORED_AS = "larkbridge-theme";
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

darkSystem.addEventListener("change", show);

export function readThemeChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORED_AS);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function readTheme(): Theme {
  const choice = readThemeChoice();
  if (choice !== "system") return choice;
  return darkSystem.matches ? "dark" : "light";
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === "system") localStorage.removeItem(STORED_AS);
  else localStorage.setItem(STORED_AS, choice);
  show();
}

/** For `useSyncExternalStore`. */
export function subscribeToTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function show(): void {
  document.documentElement.dataset["theme"] = readTheme();
  for (const listener of listeners) listener();
}
