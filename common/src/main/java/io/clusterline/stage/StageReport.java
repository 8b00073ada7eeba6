package io.clusterline.stage;

import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a walk ended, step by step.
 *
 * @param outcomes in the order of ending
 * @param failures in the order of failing
 */
public record StageReport(
    Map<Address, Outcome> outcomes, Map<Address, ClusterlineException> failures) {

  public StageReport {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  public boolean succeeded() {
    return failures.isEmpty();
  }

  /** How many steps ended so. */
  public long count(Outcome outcome) {
    return outcomes.values().stream().filter(outcome::equals).count();
  }

  /** True when everything was in sync already. */
  public boolean changedNothing() {
    return succeeded() && count(Outcome.UNCHANGED) == outcomes.size();
  }
}
