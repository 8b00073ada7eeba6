// Text of others as it may be shown: what would move, hide or reorder characters is written out, and no text is endless.

const LONGEST = 2000;

/** Controls but line break and tab, and the marks that reorder text, break lines or are not seen. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

export function visible(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)} … (${text.length} characters)` : text;
  return cut.replace(UNSEEN, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Every text in it as {@link visible}, so that no part of the page can forget one. */
export function cleaned<T>(value: T): T {
  if (typeof value === "string") {
    return visible(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map(cleaned) as T;
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [visible(key), cleaned(each)])) as T;
  }
  return value;
}
