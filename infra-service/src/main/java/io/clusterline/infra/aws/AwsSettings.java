package io.clusterline.infra.aws;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which AWS is meant.
 *
 * @param endpoint one endpoint for every service instead of AWS's own; null: AWS, or what the SDK's
 *     variable {@code AWS_ENDPOINT_URL} names
 */
@ConfigurationProperties("clusterline.aws")
public record AwsSettings(@Nullable URI endpoint) {

  /** The endpoint in use, if it is not AWS's own. */
  Optional<URI> override() {
    return Optional.ofNullable(endpoint)
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")).map(URI::create));
  }
}
