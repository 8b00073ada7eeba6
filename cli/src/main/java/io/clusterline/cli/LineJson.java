package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.Mirrors;
import io.clusterline.cli.line.ServiceState;
import io.clusterline.cli.monitoring.ToolState;
import io.clusterline.messaging.BrokerAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON form of a running pipeline. Standard output ends up in logs and terminals, so it contains no
 * credentials.
 *
 * @param rabbitmqUri without the account
 * @param rabbitmqUriFile with the account: a file of its owner alone
 * @param awsEndpoint null: AWS itself
 * @param mirrors of the sandbox, where there is one
 * @param monitoring Prometheus and Grafana, where they run
 */
record LineJson(
    long pid,
    Instant processStarted,
    Path folder,
    String rabbitmqUri,
    Path rabbitmqUriFile,
    @Nullable String awsEndpoint,
    @Nullable Mirrors mirrors,
    List<ServiceState> services,
    List<ToolState> monitoring) {

  LineJson {
    services = List.copyOf(services);
    monitoring = List.copyOf(monitoring);
  }

  static LineJson of(LineState line) {
    return new LineJson(
        line.pid(),
        line.processStarted(),
        line.folder(),
        BrokerAddress.parse(line.rabbitmqUri()).toString(),
        LineState.rabbitmqUriFile(line.folder()),
        line.awsEndpoint(),
        line.mirrors(),
        line.services(),
        line.monitoring());
  }
}
