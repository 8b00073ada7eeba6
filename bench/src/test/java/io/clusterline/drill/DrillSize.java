package io.clusterline.drill;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How much of a drill is done: all of it, or a sample that is another one each day.
 *
 * @param complete {@code -Dclusterline.drill=complete}
 * @param seed {@code -Dclusterline.drill.seed=…}: of the sample, and of all else that is chance
 */
record DrillSize(boolean complete, long seed) {

  private static final int SAMPLE = Integer.getInteger("clusterline.drill.sample", 8);

  static DrillSize requested() {
    long today = Instant.now().truncatedTo(ChronoUnit.DAYS).getEpochSecond() / 86_400;
    return new DrillSize(
        "complete".equals(System.getProperty("clusterline.drill")),
        Long.getLong("clusterline.drill.seed", today));
  }

  HaltPlan of(HaltPlan all) {
    HaltPlan plan = complete ? all : all.sample(SAMPLE, seed);
    System.out.println(
        "drill: " + plan.places().size() + " of " + all.places().size() + ", " + this);
    return plan;
  }

  /** As many as in a complete drill, or a share of them. */
  int of(int all, int sampled) {
    return complete ? all : sampled;
  }

  /** The specification whose steps are gone through. */
  String specification() {
    return System.getProperty("clusterline.drill.specification", "small.yaml");
  }

  @Override
  public String toString() {
    return (complete ? "complete" : "sample") + ", seed " + seed;
  }
}
