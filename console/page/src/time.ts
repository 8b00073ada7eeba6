export const at = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

/** 1:05, or 1:02:03. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** 12.3 s; clocks that were set back give 0.0 s. */
export const seconds = (milliseconds: number): string => `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;

/** Of what has ended: the shorter, the more exact. */
export const took = (milliseconds: number): string => (milliseconds < 10_000 ? seconds(milliseconds) : clockTime(milliseconds));
