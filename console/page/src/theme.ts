import { signal } from "@preact/signals";

type Theme = "auto" | "light" | "dark";

export const theme = signal<Theme>("auto");

const NEXT: Record<Theme, Theme> = { auto: "dark", dark: "light", light: "auto" };

export function rememberTheme(): void {
  const stored = read();
  theme.value = stored === "light" || stored === "dark" ? stored : "auto";
  show();
}

export function nextTheme(): void {
  theme.value = NEXT[theme.value];
  try {
    localStorage.setItem("theme", theme.value);
  } catch {
    // A browser without storage forgets the choice.
  }
  show();
}

function read(): string | null {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
}

function show(): void {
  document.documentElement.dataset["theme"] = theme.value;
}
