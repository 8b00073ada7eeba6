/** Seconds since 1970, of a time in RFC 3339 or in seconds. */
export function seconds(time: string): number {
  const value = /^[0-9.]+$/.test(time) ? Number(time) : Date.parse(time) / 1000;
  if (Number.isNaN(value)) throw new Error(`not a time: ${time}`);
  return value;
}
