import { scrubbedTo } from "../store.ts";
import { failedOnly, mergeTwins } from "../options.ts";
import { clockTime } from "../time.ts";

/** Looks back at an earlier moment, and chooses what the timeline shows. */
export function Scrubber({ begin, end }: { begin: number; end: number }) {
  const time = scrubbedTo.value ?? end;
  return (
    <section class="controls" aria-label="Controls">
      <label>
        As of {clockTime(time - begin)}
        <input
          type="range"
          min={begin}
          max={end}
          step={100}
          value={time}
          onInput={(event) => (scrubbedTo.value = Number(event.currentTarget.value))}
        />
      </label>
      <button type="button" disabled={scrubbedTo.value === null} onClick={() => (scrubbedTo.value = null)}>
        Now
      </button>
      <label>
        <input
          type="checkbox"
          checked={failedOnly.value}
          onChange={(event) => (failedOnly.value = event.currentTarget.checked)}
        />
        Failed only
      </label>
      <label>
        <input
          type="checkbox"
          checked={mergeTwins.value}
          onChange={(event) => (mergeTwins.value = event.currentTarget.checked)}
        />
        Merge like steps
      </label>
    </section>
  );
}
