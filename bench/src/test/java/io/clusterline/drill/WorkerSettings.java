package io.clusterline.drill;

import io.clusterline.testkit.AwsStandIn;
import java.time.Duration;
import java.util.List;

/**
 * How a {@link DrillWorker} works.
 *
 * @param broker AMQP URI
 * @param aws endpoint of the stand-in: state store, and EC2 where infra is real
 * @param worlds folder of the pretended things
 * @param plan file of the places where it ends itself; empty: none
 * @param leaseMillis how long a silent holder is taken for alive
 * @param realInfra whether the infra stage is the real one
 * @param attempts before a failure that may pass is final
 * @param stepMillis how long a pretended thing takes to be made
 * @param otlp where the spans of its calls go; empty: nowhere
 */
record WorkerSettings(
    String broker,
    String aws,
    String worlds,
    String plan,
    long leaseMillis,
    boolean realInfra,
    int attempts,
    long stepMillis,
    String otlp) {

  /** As the parent has passed them. */
  static WorkerSettings fromSystemProperties() {
    return new WorkerSettings(
        System.getProperty("drill.broker"),
        System.getProperty("clusterline.aws.endpoint"),
        System.getProperty("drill.worlds"),
        System.getProperty("drill.plan"),
        Long.getLong("drill.lease"),
        Boolean.getBoolean("drill.infra"),
        Integer.getInteger("drill.attempts"),
        Long.getLong("drill.step"),
        System.getProperty("drill.otlp"));
  }

  List<String> options() {
    return List.of(
        "-Ddrill.broker=" + broker,
        "-Dclusterline.aws.endpoint=" + aws,
        "-Daws.accessKeyId=" + AwsStandIn.shared().accessKey(),
        "-Daws.secretAccessKey=test",
        "-Ddrill.worlds=" + worlds,
        "-Ddrill.plan=" + plan,
        "-Ddrill.lease=" + leaseMillis,
        "-Ddrill.infra=" + realInfra,
        "-Ddrill.attempts=" + attempts,
        "-Ddrill.step=" + stepMillis,
        "-Ddrill.otlp=" + otlp);
  }

  /** The same on other wires. */
  WorkerSettings withEndpoints(String otherBroker, String otherAws) {
    return new WorkerSettings(
        otherBroker, otherAws, worlds, plan, leaseMillis, realInfra, attempts, stepMillis, otlp);
  }

  WorkerSettings halting(String file) {
    return new WorkerSettings(
        broker, aws, worlds, file, leaseMillis, realInfra, attempts, stepMillis, otlp);
  }

  /** With the spans of its calls going there. */
  WorkerSettings tracedTo(String endpoint) {
    return new WorkerSettings(
        broker, aws, worlds, plan, leaseMillis, realInfra, attempts, stepMillis, endpoint);
  }

  WorkerSettings leases(Duration timeToLive) {
    return new WorkerSettings(
        broker, aws, worlds, plan, timeToLive.toMillis(), realInfra, attempts, stepMillis, otlp);
  }

  WorkerSettings withStepDuration(Duration step) {
    return new WorkerSettings(
        broker, aws, worlds, plan, leaseMillis, realInfra, attempts, step.toMillis(), otlp);
  }
}
