package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.Mirrors;
import io.clusterline.cli.line.ServiceState;
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
 */
record LineJson(
    long pid,
    Instant processStarted,
    Path folder,
    String rabbitmqUri,
    Path rabbitmqUriFile,
    @Nullable String awsEndpoint,
    @Nullable Mirrors mirrors,
    List<ServiceState> services) {

  LineJson {
    services = List.copyOf(services);
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
        line.services());
  }
}
