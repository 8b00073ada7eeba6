package io.clusterline.cli.line;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The services of the pipeline, in the order of their stages.
 *
 * <p>They start one after the other, because starting takes a processor for seconds and the first
 * is needed first: while its stages run the others start, and their messages wait in their queues,
 * which the first has declared. A starting service has lower priority than those stages. The
 * console starts beside the first: it shows a build from its begin, and its start costs more
 * processor time than all that it does while a build runs.
 */
final class Services implements AutoCloseable {

  private static final Duration LONGEST_BEHIND = ofSeconds(10);

  private final List<ServiceProcess> all;
  private final Optional<ServiceProcess> console;

  /**
   * @param all those that have stages
   * @param console only shows what they do: nothing waits for it, and nothing ends with it
   */
  Services(List<ServiceProcess> all, Optional<ServiceProcess> console) {
    this.all = List.copyOf(all);
    this.console = console;
  }

  void start() {
    Thread.ofVirtual().name("start services").start(this::startInTurn);
  }

  private void startInTurn() {
    try {
      all.getFirst().start();
      console.ifPresent(ServiceProcess::start);
      awaitFirst();
      for (ServiceProcess service : all.subList(1, all.size())) {
        service.startBehind();
        awaitUpBehind(service);
      }
    } catch (ClusterlineException e) {
      all.forEach(ServiceProcess::start); // the failing service reports it to its waiters
    }
  }

  /** On a busy machine it would get no processor time: so not for long. */
  private static void awaitUpBehind(ServiceProcess service) {
    long begin = System.nanoTime();
    poll(
        service,
        () -> {
          if (System.nanoTime() - begin > LONGEST_BEHIND.toNanos()) {
            service.restorePriority();
          }
          return checkHealth(service);
        });
    service.restorePriority();
  }

  void awaitFirst() {
    awaitUp(all.getFirst());
  }

  /** Nothing depends on it: whether it is up or not, this returns after that time. */
  void awaitConsole(Duration most) {
    try {
      console.ifPresent(each ->
          Wait.until("the console is up")
              .within(most)
              .atMostEvery(ofMillis(100))
              .poll(() -> each.state().checkHealth()));
    } catch (ClusterlineException late) {
      // The build can be seen once it is up.
    }
  }

  void awaitAll() {
    all.forEach(Services::awaitUp);
  }

  private static void awaitUp(ServiceProcess service) {
    poll(service, () -> checkHealth(service));
  }

  private static void poll(ServiceProcess service, Supplier<Seen<Boolean>> look) {
    Wait.until(service.state().name() + " is up")
        .within(ofSeconds(120))
        .atMostEvery(ofMillis(250))
        .poll(look);
  }

  private static Seen<Boolean> checkHealth(ServiceProcess service) {
    failIfDead(service);
    return service.state().checkHealth();
  }

  /**
   * @throws ClusterlineException when a service does not stay alive and is not started any more
   */
  void failIfDead() {
    all.forEach(Services::failIfDead);
  }

  private static void failIfDead(ServiceProcess service) {
    if (service.isSupervisorEnded()) {
      throw new ClusterlineException(
          ErrorCode.UNEXPECTED,
          service.state().name() + " does not stay alive; its log is " + service.state().log());
    }
  }

  List<ServiceState> states() {
    return everything().map(ServiceProcess::state).toList();
  }

  private Stream<ServiceProcess> everything() {
    return Stream.concat(all.stream(), console.stream());
  }

  @Override
  public void close() {
    atOnce(ServiceProcess::stop);
  }

  void kill() {
    atOnce(ServiceProcess::kill);
  }

  /** None of them needs another to end. */
  private void atOnce(Consumer<ServiceProcess> end) {
    List<Thread> ends =
        everything().map(each -> Thread.startVirtualThread(() -> end.accept(each))).toList();
    for (Thread each : ends) {
      try {
        each.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
