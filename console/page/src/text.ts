// Text of others as it may be shown: what would move, hide or reorder characters is written out, and no text is endless.

const LONGEST = 2000;

/** Controls but line break and tab, and the marks that reorder text. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export function visible(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)} … (${text.length} characters)` : text;
  return cut.replace(UNSEEN, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
