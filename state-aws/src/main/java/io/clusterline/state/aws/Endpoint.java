package io.clusterline.state.aws;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects the AWS endpoint: the real one unless the system property {@code
 * clusterline.aws.endpoint} or one of the variables {@code CLUSTERLINE_AWS_ENDPOINT} and {@code
 * AWS_ENDPOINT_URL} names another. Credentials come from the SDK's default chain.
 */
final class Endpoint {

  private static final String PROPERTY = "clusterline.aws.endpoint";
  private static final String EXTERNAL_ID = "clusterline.aws.external-id";

  private Endpoint() {}

  static Optional<URI> configured() {
    return first(
            System.getProperty(PROPERTY),
            System.getenv("CLUSTERLINE_AWS_ENDPOINT"),
            System.getenv("AWS_ENDPOINT_URL"))
        .map(URI::create);
  }

  /** What the trust policies of roles that are assumed ask for ({@code sts:ExternalId}). */
  static Optional<String> externalId() {
    return first(System.getProperty(EXTERNAL_ID), System.getenv("CLUSTERLINE_AWS_EXTERNAL_ID"));
  }

  private static Optional<String> first(@Nullable String... values) {
    return Stream.of(values).filter(value -> value != null && !value.isBlank()).findFirst();
  }
}
