package io.clusterline.state.aws;

import io.clusterline.event.ClusterLocation;
import io.clusterline.resilience.BoundedPool;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * One client per service, region and assumed role, all over one HTTP client; a bounded number.
 *
 * <p>The SDK's own retries are off: {@link StateCalls} is the one layer that tries again.
 */
final class AwsClients implements AutoCloseable {

  private static final Duration CALL_LIMIT = Duration.ofSeconds(15);

  /** Clients open at once; others are evicted and opened again when needed. */
  private static final int MOST = 32;

  private static final int MOST_ACCOUNTS = 1_000;

  private final Optional<URI> endpoint;
  private final StateCalls calls;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(Duration.ofSeconds(5))
          .socketTimeout(CALL_LIMIT)
          .build();
  private final BoundedPool<Access, Owned<S3Client>> s3 = new BoundedPool<>(MOST, this::openS3);
  private final BoundedPool<Access, Owned<SecretsManagerClient>> secrets =
      new BoundedPool<>(MOST, this::openSecrets);
  private final Map<Access, String> accounts =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Access, String> eldest) {
              return size() > MOST_ACCOUNTS;
            }
          });

  /** A client with the resources that it owns: the role's credentials and their STS client. */
  private record Owned<C extends SdkAutoCloseable>(C client, List<SdkAutoCloseable> others)
      implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      others.forEach(SdkAutoCloseable::close);
    }
  }

  /** Region and role of the calls. */
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

  /** Uses the client of that location; it must not leave the call. */
  <T> T s3(ClusterLocation location, Function<S3Client, T> use) {
    return s3.with(Access.to(location), owned -> use.apply(owned.client()));
  }

  /** As {@link #s3}. */
  <T> T secrets(ClusterLocation location, Function<SecretsManagerClient, T> use) {
    return secrets.with(Access.to(location), owned -> use.apply(owned.client()));
  }

  private Owned<S3Client> openS3(Access key) {
    List<SdkAutoCloseable> others = new ArrayList<>();
    S3Client client =
        configured(S3Client.builder(), key, others).forcePathStyle(endpoint.isPresent()).build();
    return new Owned<>(client, others);
  }

  private Owned<SecretsManagerClient> openSecrets(Access key) {
    List<SdkAutoCloseable> others = new ArrayList<>();
    return new Owned<>(configured(SecretsManagerClient.builder(), key, others).build(), others);
  }

  /** The account of the credentials, read once. */
  String account(ClusterLocation location) {
    Access key = Access.to(location);
    String known = accounts.get(key);
    if (known == null) { // not computed in the map: other threads must not wait for the call
      known = askForAccount(key);
      accounts.put(key, known);
    }
    return known;
  }

  private String askForAccount(Access key) {
    String requester = key.roleArn() == null ? "" : " in role " + key.roleArn();
    List<SdkAutoCloseable> others = new ArrayList<>();
    try (StsClient sts = configured(StsClient.builder(), key, others).build()) {
      return calls.run(
          "Sts",
          key.region(),
          "asking whose credentials these are" + requester,
          () -> sts.getCallerIdentity().account());
    } finally {
      others.forEach(SdkAutoCloseable::close);
    }
  }

  /** Renews the role's credentials before they end; the role is assumed by our own identity. */
  private StsAssumeRoleCredentialsProvider role(Access key, List<SdkAutoCloseable> others) {
    StsClient own = configured(StsClient.builder(), new Access(key.region(), null), others).build();
    StsAssumeRoleCredentialsProvider role =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(own)
            .refreshRequest(r ->
                r.roleArn(key.roleArn())
                    .roleSessionName("clusterline")
                    .externalId(Endpoint.externalId().orElse(null)))
            .build();
    others.add(role);
    others.add(own);
    return role;
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      B builder, Access access, List<SdkAutoCloseable> others) {
    endpoint.ifPresent(builder::endpointOverride);
    if (access.roleArn() != null) {
      builder.credentialsProvider(role(access, others));
    }
    return builder
        .httpClient(http)
        .region(Region.of(access.region()))
        .overrideConfiguration(override ->
            override
                .apiCallTimeout(CALL_LIMIT)
                .addExecutionInterceptor(new CallMeasurement(calls.metrics()))
                .retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  @Override
  public void close() {
    s3.close();
    secrets.close();
    http.close();
  }
}
