import { signal } from "@preact/signals";

/** What the console can lead to. */
export const links = signal<{ trace?: boolean }>({});

export const failedOnly = signal(false);
export const mergeTwins = signal(true);
