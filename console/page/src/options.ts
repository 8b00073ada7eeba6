import { signal } from "@preact/signals";

/** What the console can lead to. */
export const links = signal<{ trace?: boolean; dashboard?: boolean }>({});

export const failedOnly = signal(false);
export const mergeTwins = signal(true);
