package io.clusterline.drill;

/** The rows of {@code docs/failure-matrix.md}. */
enum Scenario {
  CRASH_MATRIX(
      "The process dies (halt 137) at every stage × step × moment of a build and of its removal, and is started again"),
  RANDOM_DELIVERIES(
      "Requests, triggers, ticks and results in any order, several times each, long after they were acked");

  private final String title;

  Scenario(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
