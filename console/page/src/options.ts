import { signal } from "@preact/signals";

export const failedOnly = signal(false);
export const mergeTwins = signal(true);
