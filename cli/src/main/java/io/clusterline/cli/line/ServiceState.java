package io.clusterline.cli.line;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.clusterline.stage.Wait.Seen;
import java.net.URI;
import java.nio.file.Path;

/**
 * A service as it runs now.
 *
 * @param port on 127.0.0.1: health and metrics
 */
public record ServiceState(String name, long pid, int port, Path log) {

  /** Whether its health endpoint reports it. */
  @JsonIgnore
  public boolean isUp() {
    return checkHealth().value().isPresent();
  }

  Seen<Boolean> checkHealth() {
    return port == 0
        ? Seen.notYet("its turn to start has not come")
        : Health.check(URI.create("http://127.0.0.1:" + port + "/actuator/health"));
  }
}
