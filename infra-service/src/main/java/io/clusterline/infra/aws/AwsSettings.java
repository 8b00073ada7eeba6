package io.clusterline.infra.aws;

import io.clusterline.infra.aws.TokenBucket.Rate;
import io.clusterline.resilience.BreakerSettings;
import io.clusterline.resilience.RetrySettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the AWS endpoint and its calls.
 *
 * @param endpoint one endpoint for every service instead of AWS's own; null: AWS, or what the SDK's
 *     variable {@code AWS_ENDPOINT_URL} names
 * @param limits request limits of EC2's APIs that are not as published, by API: {@code
 *     clusterline.aws.limits.RunInstances.burst=20} with {@code .per-second=4}
 * @param limitPatience the longest wait of a call for its token
 * @param permissionsBoundary ARN of the permissions boundary of every role that is created, unless
 *     the specification names one; blank: none
 * @param externalId what the trust policy of a role that is assumed asks for; blank: nothing
 */
@ConfigurationProperties("clusterline.aws")
public record AwsSettings(
    @Nullable URI endpoint,
    @DefaultValue Retry retry,
    @DefaultValue BreakerSettings breaker,
    @DefaultValue Map<String, Limit> limits,
    @DefaultValue("10m") Duration limitPatience,
    @DefaultValue("") String permissionsBoundary,
    @DefaultValue("") String externalId) {

  /** How often a call is tried; as {@link RetrySettings}. */
  public record Retry(
      @DefaultValue("12") int attempts,
      @DefaultValue("250ms") Duration firstPause,
      @DefaultValue("5s") Duration longestPause) {

    RetrySettings settings() {
      return new RetrySettings(attempts, firstPause, longestPause);
    }
  }

  /** A request limit: so many at once, and so many per second after that. */
  public record Limit(int burst, double perSecond) {

    Rate rate() {
      return new Rate(burst, perSecond);
    }
  }

  /** The defaults, at that endpoint. */
  public static AwsSettings at(URI endpoint) {
    return new AwsSettings(
        endpoint,
        new Retry(12, Duration.ofMillis(250), Duration.ofSeconds(5)),
        BreakerSettings.DEFAULT,
        Map.of(),
        Duration.ofMinutes(10),
        "",
        "");
  }

  /** The same with that external id. */
  public AwsSettings withExternalId(String id) {
    return new AwsSettings(
        endpoint, retry, breaker, limits, limitPatience, permissionsBoundary, id);
  }

  /** The endpoint in use, if it is not AWS's own. */
  Optional<URI> override() {
    return Optional.ofNullable(endpoint)
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")).map(URI::create));
  }
}
