package io.clusterline.cli.line;

import static java.util.stream.Collectors.partitioningBy;

import io.clusterline.broker.Broker;
import io.clusterline.broker.BrokerNode;
import io.clusterline.cli.monitoring.Monitoring;
import io.clusterline.cli.monitoring.MonitoringPlan;
import io.clusterline.cli.monitoring.Target;
import io.clusterline.event.StageName;
import io.clusterline.process.PrivateFiles;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Broker and services on this machine. */
public final class LocalPipeline implements AutoCloseable {

  /** The services, each once, in the order of the stages. */
  public static final List<String> SERVICES =
      Arrays.stream(StageName.values()).map(StageName::service).distinct().toList();

  /** Shows what the services do. */
  public static final String CONSOLE = "console";

  private final Path folder;
  private final Broker broker;
  private final AwsAccess aws;
  private final Services services;
  private final @Nullable Monitoring monitoring;
  private volatile boolean announced;
  private volatile @Nullable Mirrors mirrors;

  private LocalPipeline(
      Installation installation,
      Path folder,
      Broker broker,
      AwsAccess aws,
      LineListener listener,
      LineExtras extras) {
    this.folder = folder;
    this.broker = broker;
    this.aws = aws;
    Map<String, String> environment = new HashMap<>(aws.environment());
    environment.put("CLUSTERLINE_RABBITMQ_URI", broker.addresses());
    environment.put("MALLOC_ARENA_MAX", "2"); // glibc would keep an arena per thread
    LineListener announcing = announcing(listener);
    Function<String, ServiceProcess> process =
        name -> new ServiceProcess(name, installation, environment, folder, announcing);
    services =
        new Services(
            SERVICES.stream().map(process).toList(),
            extras.console() ? Optional.of(process.apply(CONSOLE)) : Optional.empty());
    MonitoringPlan plan = extras.monitoring();
    monitoring = plan == null ? null : Monitoring.start(plan, folder);
    if (monitoring != null) {
      broker.metricsPort().ifPresent(monitoring::watchBroker);
    }
  }

  /** A service that was started again has another process and port: others must find it. */
  private LineListener announcing(LineListener listener) {
    return new LineListener() {
      @Override
      public void started(String service, long pid) {
        listener.started(service, pid);
        watchServices();
        if (announced) {
          state().write();
        }
      }

      @Override
      public void onEnded(String service, String ending) {
        listener.onEnded(service, ending);
      }

      @Override
      public void onGivenUp(String service, String ending, List<String> logTail) {
        listener.onGivenUp(service, ending, logTail);
      }
    };
  }

  /** Prometheus has to find them, too. */
  private synchronized void watchServices() {
    if (monitoring == null) {
      return;
    }
    Map<Boolean, List<Target>> targets =
        services.states().stream()
            .filter(service -> service.port() > 0)
            .map(service -> new Target(service.name(), service.port()))
            .collect(partitioningBy(target -> target.component().equals(CONSOLE)));
    monitoring.watch(targets.getOrDefault(false, List.of()), targets.getOrDefault(true, List.of()));
  }

  /**
   * Begins to start everything; {@link #awaitReady} waits for it.
   *
   * @param given a broker to use instead of an own one
   * @param extras what runs beside
   */
  public static LocalPipeline start(
      Installation installation,
      Path folder,
      @Nullable String given,
      AwsAccess aws,
      LineListener listener,
      LineExtras extras) {
    Broker broker = given == null ? ownBroker(installation, folder, extras) : Broker.given(given);
    LocalPipeline pipeline = new LocalPipeline(installation, folder, broker, aws, listener, extras);
    pipeline.services.start(); // they wait for the broker themselves
    return pipeline;
  }

  private static Broker ownBroker(Installation installation, Path run, LineExtras extras) {
    Path folder = PrivateFiles.folder(run.resolve("rabbitmq"));
    return extras.brokerMetrics()
        ? BrokerNode.startWithMetrics(folder, installation.rabbitmqServer())
        : BrokerNode.start(folder, installation.rabbitmqServer());
  }

  public Broker broker() {
    return broker;
  }

  /** Returns once every service reports that it is up. */
  public void awaitReady() {
    broker.awaitReady();
    services.awaitAll();
    awaitMonitoring();
    announce();
  }

  /**
   * Returns once the first stage accepts requests: messages for the others wait in their queues
   * while they start.
   */
  public void awaitFirst() {
    broker.awaitReady();
    services.awaitFirst();
    announce();
  }

  /** Returns when the console is up, or after that time. */
  public void awaitConsole(Duration most) {
    services.awaitConsole(most);
  }

  /**
   * @throws io.clusterline.failure.ClusterlineException when a service does not stay alive and is
   *     not started any more
   */
  public void failIfDead() {
    services.failIfDead();
  }

  /** Specifications that are applied to this line shall use them. */
  public void use(Mirrors sandboxMirrors) {
    mirrors = sandboxMirrors;
  }

  /** Returns once Prometheus, and Grafana where there is one, answer. */
  public void awaitMonitoring() {
    if (monitoring != null) {
      monitoring.awaitReady();
    }
  }

  /** From now on other commands find the pipeline. */
  private void announce() {
    announced = true;
    state().write();
  }

  public LineState state() {
    ProcessHandle self = ProcessHandle.current();
    return new LineState(
        self.pid(),
        self.info().startInstant().orElse(Instant.EPOCH),
        folder,
        broker.addresses(),
        aws.endpoint() == null ? null : aws.endpoint().toString(),
        mirrors,
        services.states(),
        monitoring == null ? List.of() : monitoring.states());
  }

  @Override
  public void close() {
    if (monitoring != null) {
      monitoring.close();
    }
    services.close();
    broker.close();
    deleteTemporary();
  }

  /** Kills everything at once: for a pipeline whose data is discarded. */
  public void kill() {
    if (monitoring != null) {
      monitoring.kill();
    }
    services.kill();
    broker.kill();
    deleteTemporary();
  }

  private void deleteTemporary() {
    try {
      Runs.remove(ServiceProcess.temporary(folder));
    } catch (UncheckedIOException e) {
      // A service's process may still write there while it exits; the file is deleted with the
      // run's folder.
    }
  }
}
