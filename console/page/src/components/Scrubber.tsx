import { scrubbedTo } from "../store.ts";
import { failedOnly, mergeTwins } from "../options.ts";
import { clockTime } from "../time.ts";

/** Milliseconds. A range has only values that are a whole number of steps from its begin. */
const STEP = 100;

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
          max={begin + Math.ceil((end - begin) / STEP) * STEP}
          step={STEP}
          value={scrubbedTo.value ?? end + STEP}
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
