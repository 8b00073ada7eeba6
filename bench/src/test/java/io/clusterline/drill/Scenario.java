package io.clusterline.drill;

/** The rows of {@code docs/failure-matrix.md}. */
enum Scenario {
  CRASH_MATRIX(
      "The process dies (halt 137) at every stage × step × moment of a build and of its removal, and is started again"),
  RANDOM_DELIVERIES(
      "Requests, triggers, ticks and results in any order, several times each, long after they were acked"),
  MODEL(
      "Requests of two specifications, cancellations, rollbacks, deletions, replays and deaths of workers at random moments, in two regions, against a pure model"),
  TWO_REPLICAS("Two replicas of every service on the same queues"),
  LOST_ANSWERS(
      "Every changing call of AWS (EC2, IAM, S3, Secrets Manager) runs, and its answer is lost"),
  STATE_ERRORS("S3 and Secrets Manager throttle, fail, drop and lose answers, all the while"),
  FROZEN_WORKER(
      "A worker is frozen (SIGSTOP) in the midst of a stage for longer than its lease, another takes over, it wakes up"),
  FROZEN_CALL(
      "A worker is frozen while its RunInstances is under way, and wakes up after the take-over"),
  OUTAGES(
      "Jepsen-like: the broker restarts and is killed, wires to broker and AWS are cut and stall, workers are killed, while clusters are asked for"),
  TAKE_OVER("kill -9 of a worker in the midst of a stage, default settings (lease 8 s)");

  private final String title;

  Scenario(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
