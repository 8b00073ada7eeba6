package io.clusterline.state.aws;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Selects the AWS endpoint: the real one unless the system property {@code
 * clusterline.aws.endpoint} or one of the variables {@code CLUSTERLINE_AWS_ENDPOINT} and {@code
 * AWS_ENDPOINT_URL} names another. Credentials come from the SDK's default chain.
 */
final class Endpoint {

  private static final String PROPERTY = "clusterline.aws.endpoint";

  private Endpoint() {}

  static Optional<URI> configured() {
    return Stream.of(
            System.getProperty(PROPERTY),
            System.getenv("CLUSTERLINE_AWS_ENDPOINT"),
            System.getenv("AWS_ENDPOINT_URL"))
        .filter(value -> value != null && !value.isBlank())
        .findFirst()
        .map(URI::create);
  }
}
