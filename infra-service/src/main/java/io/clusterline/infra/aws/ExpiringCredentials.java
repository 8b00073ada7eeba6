package io.clusterline.infra.aws;

import io.clusterline.telemetry.LineMetric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Credentials whose end is among the metrics, once any were given out that end. It is asked for at
 * each scrape, so that an idle service also shows those that were renewed.
 */
final class ExpiringCredentials implements AwsCredentialsProvider {

  private final AwsCredentialsProvider provider;
  private final MeterRegistry metrics;
  private final AtomicBoolean shown = new AtomicBoolean();
  private volatile double last = Double.NaN;

  ExpiringCredentials(AwsCredentialsProvider provider, MeterRegistry metrics) {
    this.provider = provider;
    this.metrics = metrics;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentials credentials = provider.resolveCredentials();
    if (credentials.expirationTime().isPresent() && shown.compareAndSet(false, true)) {
      LineMetric expiry = LineMetric.AWS_CREDENTIALS_EXPIRY;
      Gauge.builder(expiry.meter(), this, ExpiringCredentials::expiry)
          .baseUnit("seconds")
          .description(expiry.description())
          .register(metrics);
    }
    return credentials;
  }

  /** In seconds since 1970; of the last ones when none can be had any more. */
  private double expiry() {
    try {
      Optional<Instant> end = provider.resolveCredentials().expirationTime();
      last = end.map(each -> (double) each.getEpochSecond()).orElse(Double.NaN);
    } catch (SdkException cannotBeHad) {
      return last;
    }
    return last;
  }
}
