package io.clusterline.cli.line;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.clusterline.event.StageName;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Broker and services on this machine. */
public final class Line implements AutoCloseable {

  /** The services, each once, in the order of the stages. */
  public static final List<String> SERVICES =
      Arrays.stream(StageName.values()).map(StageName::service).distinct().toList();

  private final Path folder;
  private final Broker broker;
  private final AwsAccess aws;
  private final List<ServiceProcess> services;

  private Line(Path folder, Broker broker, AwsAccess aws, List<ServiceProcess> services) {
    this.folder = folder;
    this.broker = broker;
    this.aws = aws;
    this.services = services;
  }

  /**
   * Starts everything at once; {@link #awaitReady} waits for it.
   *
   * @param given a broker to use instead of an own one
   */
  public static Line start(
      Installation installation,
      Path folder,
      @Nullable URI given,
      AwsAccess aws,
      LineListener listener) {
    Broker broker =
        given == null
            ? BrokerNode.start(
                OwnerOnly.folder(folder.resolve("rabbitmq")), installation.rabbitmqServer())
            : Broker.given(given);
    Map<String, String> environment = new HashMap<>(aws.environment());
    environment.put("CLUSTERLINE_RABBITMQ_URI", broker.uri().toString());
    List<ServiceProcess> services =
        SERVICES.stream()
            .map(name ->
                new ServiceProcess(
                    name, installation, environment, folder.resolve(name + ".log"), listener))
            .toList();
    Line line = new Line(folder, broker, aws, services);
    services.forEach(ServiceProcess::start);
    return line;
  }

  public Broker broker() {
    return broker;
  }

  /** Returns once every service says that it is up. */
  public void awaitReady() {
    broker.awaitReady();
    services.forEach(Line::awaitReady);
    writeState();
  }

  private static void awaitReady(ServiceProcess service) {
    Wait.until(service.state().name() + " is up")
        .within(ofSeconds(120))
        .atMostEvery(ofMillis(250))
        .poll(() -> look(service));
  }

  private static Seen<Boolean> look(ServiceProcess service) {
    if (service.hasGivenUp()) {
      throw new StageException(
          ErrorCode.UNEXPECTED,
          service.state().name() + " does not start; its log is " + service.state().log());
    }
    return Health.look(service.state().health());
  }

  /** Other commands find the line by this. */
  public void writeState() {
    state().write();
  }

  public LineState state() {
    ProcessHandle self = ProcessHandle.current();
    return new LineState(
        self.pid(),
        self.info().startInstant().orElse(Instant.EPOCH),
        folder,
        broker.uri().toString(),
        aws.endpoint() == null ? null : aws.endpoint().toString(),
        services.stream().map(ServiceProcess::state).toList());
  }

  @Override
  public void close() {
    List<Thread> stops =
        services.stream().map(service -> Thread.startVirtualThread(service::stop)).toList();
    for (Thread stop : stops) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    broker.close();
  }
}
