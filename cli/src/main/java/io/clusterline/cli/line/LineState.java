package io.clusterline.cli.line;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.clusterline.Json;
import io.clusterline.cli.monitoring.ToolState;
import io.clusterline.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The running pipeline, written into the run's folder so that other commands find it.
 *
 * @param pid the parent of all its processes: they end with it
 * @param rabbitmqUri with credentials: the file is the owner's alone
 * @param awsEndpoint null: AWS itself
 * @param mirrors of the sandbox, where there is one
 * @param monitoring Prometheus and Grafana, where they run
 */
public record LineState(
    long pid,
    Instant processStarted,
    Path folder,
    String rabbitmqUri,
    @Nullable String awsEndpoint,
    @Nullable Mirrors mirrors,
    List<ServiceState> services,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<ToolState> monitoring) {

  static final String FILE = "line.json";
  private static final String RABBITMQ_URI_FILE = "rabbitmq-uri";
  private static final Duration CLOCK_TICK = Duration.ofSeconds(1);

  public LineState {
    services = List.copyOf(services);
    monitoring = List.copyOf(monitoring);
  }

  /**
   * The file from which scripts read the broker's address with its account; only its owner may read
   * it.
   */
  public static Path rabbitmqUriFile(Path folder) {
    return folder.resolve(RABBITMQ_URI_FILE);
  }

  /** The address of the page, where the console runs. */
  public Optional<URI> console() {
    return services.stream()
        .filter(service -> service.name().equals(LocalPipeline.CONSOLE) && service.port() > 0)
        .map(service -> URI.create("http://127.0.0.1:" + service.port() + "/"))
        .findFirst();
  }

  void write() {
    PrivateFiles.write(rabbitmqUriFile(folder), rabbitmqUri);
    PrivateFiles.write(folder.resolve(FILE), Json.MAPPER.writeValueAsString(this));
  }

  /** The state of that run, if it has written one. */
  public static Optional<LineState> read(Path folder) {
    try {
      return Optional.of(
          Json.MAPPER.readValue(Files.readString(folder.resolve(FILE)), LineState.class));
    } catch (java.nio.file.NoSuchFileException notWritten) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process, unless that has ended (another may have its number now). */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
  }

  private boolean startedThen(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(start, processStarted).abs().compareTo(CLOCK_TICK) <= 0)
        .isPresent();
  }
}
