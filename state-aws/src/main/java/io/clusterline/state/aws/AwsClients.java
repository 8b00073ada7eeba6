package io.clusterline.state.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One client per service and region, all over one HTTP client.
 *
 * <p>The SDK's own retries are off: {@link StateCalls} is the one layer that tries again.
 */
final class AwsClients implements AutoCloseable {

  private static final Duration CALL_LIMIT = Duration.ofSeconds(15);

  private final Optional<URI> endpoint;
  private final StateCalls calls;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(Duration.ofSeconds(5))
          .socketTimeout(CALL_LIMIT)
          .build();
  private final Map<String, S3Client> s3 = new ConcurrentHashMap<>();
  private final Map<String, SecretsManagerClient> secrets = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable String> account = new AtomicReference<>();

  AwsClients(Optional<URI> endpoint, StateCalls calls) {
    this.endpoint = endpoint;
    this.calls = calls;
  }

  StateCalls calls() {
    return calls;
  }

  Optional<URI> endpoint() {
    return endpoint;
  }

  S3Client s3(String region) {
    return s3.computeIfAbsent(
        region,
        key -> configured(S3Client.builder(), key).forcePathStyle(endpoint.isPresent()).build());
  }

  SecretsManagerClient secrets(String region) {
    return secrets.computeIfAbsent(
        region, key -> configured(SecretsManagerClient.builder(), key).build());
  }

  /** The account of the credentials, asked once. */
  String account(String region) {
    String known = account.get();
    if (known == null) {
      known = askForAccount(region);
      account.set(known);
    }
    return known;
  }

  private String askForAccount(String region) {
    try (StsClient sts = configured(StsClient.builder(), region).build()) {
      return calls.run(
          "Sts",
          region,
          "asking whose credentials these are",
          () -> sts.getCallerIdentity().account());
    }
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      B builder, String region) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .httpClient(http)
        .region(Region.of(region))
        .overrideConfiguration(override ->
            override.apiCallTimeout(CALL_LIMIT).retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  @Override
  public void close() {
    s3.values().forEach(S3Client::close);
    secrets.values().forEach(SecretsManagerClient::close);
    http.close();
  }
}
