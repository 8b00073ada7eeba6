import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { copy, waysOf, type Copied } from "../clipboard.ts";

const copied = signal<{ text: string; how: Copied } | undefined>(undefined);

/** A command and a button that copies it. */
export function Command({ text }: { text: string }) {
  const shown = useRef<HTMLElement>(null);
  const how = copied.value?.text === text ? copied.value.how : undefined;
  const onClick = () => void copy(text, waysOf(shown.current)).then((how) => (copied.value = { text, how }));
  return (
    <p class="command">
      <code ref={shown}>{text}</code>{" "}
      <button type="button" onClick={onClick}>
        {how === "copied" ? "Copied" : "Copy"}
      </button>{" "}
      <span role="status">{how === "selected" && "The browser does not let this page copy. The command is selected: press Ctrl+C."}</span>
    </p>
  );
}
