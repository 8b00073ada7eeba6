package io.clusterline.state.aws;

import io.clusterline.event.ClusterLocation;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * One client per service, region and assumed role, all over one HTTP client.
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
  private final Map<Access, S3Client> s3 = new ConcurrentHashMap<>();
  private final Map<Access, SecretsManagerClient> secrets = new ConcurrentHashMap<>();
  private final Map<Access, StsAssumeRoleCredentialsProvider> roles = new ConcurrentHashMap<>();
  private final Map<String, StsClient> ownSts = new ConcurrentHashMap<>();
  private final Map<Access, String> accounts = new ConcurrentHashMap<>();

  /** Where the calls go and as whom. */
  private record Access(String region, @Nullable String roleArn) {
    static Access to(ClusterLocation location) {
      return new Access(location.region(), location.roleArn());
    }
  }

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

  S3Client s3(ClusterLocation location) {
    return s3.computeIfAbsent(
        Access.to(location),
        key -> configured(S3Client.builder(), key).forcePathStyle(endpoint.isPresent()).build());
  }

  SecretsManagerClient secrets(ClusterLocation location) {
    return secrets.computeIfAbsent(
        Access.to(location), key -> configured(SecretsManagerClient.builder(), key).build());
  }

  /** The account that the calls reach, asked once. */
  String account(ClusterLocation location) {
    Access key = Access.to(location);
    String known = accounts.get(key);
    if (known == null) { // not computed in the map: nobody else shall wait for the call
      known = askForAccount(key);
      accounts.put(key, known);
    }
    return known;
  }

  private String askForAccount(Access key) {
    String who = key.roleArn() == null ? "" : " in role " + key.roleArn();
    try (StsClient sts = configured(StsClient.builder(), key).build()) {
      return calls.run(
          "Sts",
          key.region(),
          "asking whose credentials these are" + who,
          () -> sts.getCallerIdentity().account());
    }
  }

  /** Renews the role's credentials before they end; the role is assumed by our own identity. */
  private StsAssumeRoleCredentialsProvider role(Access key) {
    return roles.computeIfAbsent(
        key,
        as ->
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(ownSts(as.region()))
                .refreshRequest(r -> r.roleArn(as.roleArn()).roleSessionName("clusterline"))
                .build());
  }

  private StsClient ownSts(String region) {
    return ownSts.computeIfAbsent(
        region, key -> configured(StsClient.builder(), new Access(key, null)).build());
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      B builder, Access access) {
    endpoint.ifPresent(builder::endpointOverride);
    if (access.roleArn() != null) {
      builder.credentialsProvider(role(access));
    }
    return builder
        .httpClient(http)
        .region(Region.of(access.region()))
        .overrideConfiguration(override ->
            override.apiCallTimeout(CALL_LIMIT).retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  @Override
  public void close() {
    s3.values().forEach(S3Client::close);
    secrets.values().forEach(SecretsManagerClient::close);
    roles.values().forEach(StsAssumeRoleCredentialsProvider::close);
    ownSts.values().forEach(StsClient::close);
    http.close();
  }
}
