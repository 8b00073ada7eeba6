package io.clusterline.drill;

import io.clusterline.broker.BrokerNode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Disrupts one component after the other while the drill runs, and counts the disruptions. */
final class Chaos implements AutoCloseable {

  /** The disruptions, in this order, again and again. */
  enum Blow {
    AMQP_CUT("every connection to the broker is cut"),
    WORKER_KILLED("kill -9 of a worker, which is started again"),
    AMQP_STALLED("connections to the broker stand still for 5 s, half open"),
    BROKER_RESTARTED("the broker is restarted in order"),
    AWS_CUT("every connection to the state store is cut"),
    BROKER_KILLED("kill -9 of the broker, which is started again"),
    AWS_STALLED("connections to the state store stand still for 5 s, half open");

    private final String title;

    Blow(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** Long enough for leases of three seconds to go stale. */
  private static final Duration STALL = Duration.ofSeconds(5);

  private final BrokerNode node;
  private final FaultProxy amqp;
  private final FaultProxy aws;
  private final List<Worker> workers;
  private final RandomGenerator random;
  private final Map<Blow, Integer> counts = new EnumMap<>(Blow.class);
  private final Thread thread = Thread.ofPlatform().daemon().name("chaos").unstarted(this::run);
  private volatile boolean over;

  Chaos(
      BrokerNode node,
      FaultProxy amqp,
      FaultProxy aws,
      List<Worker> workers,
      RandomGenerator random) {
    this.node = node;
    this.amqp = amqp;
    this.aws = aws;
    this.workers = workers;
    this.random = random;
  }

  void start() {
    thread.start();
  }

  /** Ends once each thing was broken at least once, and all is whole again. */
  void stop() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (int done = 0; !over || done < Blow.values().length; done++) {
      waitFor(Duration.ofMillis(random.nextInt(200, 2_000)));
      Blow blow = Blow.values()[done % Blow.values().length];
      disrupt(blow);
      counts.merge(blow, 1, Integer::sum);
    }
  }

  private void disrupt(Blow blow) {
    switch (blow) {
      case AMQP_CUT -> amqp.cut();
      case AMQP_STALLED -> stall(amqp);
      case AWS_CUT -> aws.cut();
      case AWS_STALLED -> stall(aws);
      case BROKER_RESTARTED -> node.restart();
      case BROKER_KILLED -> {
        ProcessHandle.of(node.pids().getFirst()).ifPresent(ProcessHandle::destroyForcibly);
        node.restart();
      }
      case WORKER_KILLED -> workers.get(random.nextInt(workers.size())).kill();
    }
  }

  private static void stall(FaultProxy wire) {
    wire.stall();
    waitFor(STALL);
    wire.flow();
  }

  static void waitFor(Duration time) {
    long begun = System.nanoTime();
    Wait.until(time + " have passed")
        .within(time.plusSeconds(60))
        .atMostEvery(Duration.ofMillis(100))
        .poll(() ->
            System.nanoTime() - begun >= time.toNanos() ? Seen.yes(true) : Seen.notYet("not yet"));
  }

  /** How often each thing was broken. */
  Map<Blow, Integer> counts() {
    return counts;
  }

  /** Of workers, wanted or not. */
  int deaths() {
    return workers.stream().mapToInt(Worker::deaths).sum();
  }

  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(blow ->
            blow.getValue()
                + " "
                + blow.getKey().toString().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    stop();
  }
}
