// Copies a text. Browsers give the clipboard to pages of loopback and of HTTPS only; elsewhere the older way is left, or the reader's keys.

/** "selected": nothing was copied, and the text is selected for the reader to copy. */
export type Copied = "copied" | "selected";

export interface Ways {
  /** Absent beyond loopback and HTTPS. */
  clipboard: Pick<Clipboard, "writeText"> | undefined;
  select: () => void;
  /** Copies what is selected; false when the browser does not. */
  copySelected: () => boolean;
}

export async function copy(text: string, { clipboard, select, copySelected }: Ways): Promise<Copied> {
  try {
    if (clipboard !== undefined) {
      await clipboard.writeText(text);
      return "copied";
    }
  } catch {
    // Refused by the browser or the reader: the other way is tried.
  }
  select();
  return attempted(copySelected) ? "copied" : "selected";
}

function attempted(work: () => boolean): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}

/** The ways of this browser, of the text in that element. */
export const waysOf = (element: Element | null): Ways => ({
  clipboard: navigator.clipboard as Clipboard | undefined,
  select: () => element !== null && getSelection()?.selectAllChildren(element),
  copySelected: () => document.execCommand("copy"),
});
