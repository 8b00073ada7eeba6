package io.clusterline.infra.aws;

import io.clusterline.resilience.BoundedPool;
import io.clusterline.resilience.Resilience;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's clients, one set per region and assumed role, shared by all builds of this process; a
 * bounded number of sets.
 */
public final class AwsClients implements AutoCloseable {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  /** Clients open at once; others are evicted and opened again when needed. */
  private static final int MOST = 32;

  /** The clients of one region. */
  record Regional(
      Ec2Client ec2,
      IamClient iam,
      StsClient sts,
      S3Client s3,
      ServiceQuotasClient quotas,
      ElasticLoadBalancingV2Client elb,
      Route53Client route53,
      AcmClient acm,
      CloudFrontClient cloudFront,
      List<SdkAutoCloseable> credentials)
      implements AutoCloseable {

    @Override
    public void close() {
      List.of(ec2, iam, sts, s3, quotas, elb, route53, acm, cloudFront)
          .forEach(SdkAutoCloseable::close);
      credentials.forEach(SdkAutoCloseable::close);
    }
  }

  private record Key(String region, @Nullable String roleArn) {

    /** The role's: {@code arn:aws:iam::123456789012:role/builder}. */
    String account() {
      return roleArn == null ? "own" : roleArn.split(":", 6)[4];
    }
  }

  private final Optional<URI> endpoint;
  private final String permissionsBoundary;
  private final String externalId;
  private final ApiLimits limits;
  private final MeterRegistry metrics;
  private final Calls calls;
  private final DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build();
  private final ExpiringCredentials own;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(CONNECT_LIMIT)
          .socketTimeout(CALL_LIMIT)
          .build();
  private final BoundedPool<Key, Regional> clients = new BoundedPool<>(MOST, this::open);

  public AwsClients(AwsSettings settings, Resilience resilience, MeterRegistry metrics) {
    this.metrics = metrics;
    own = new ExpiringCredentials(provider, metrics);
    endpoint = settings.override();
    permissionsBoundary = settings.permissionsBoundary();
    externalId = settings.externalId();
    limits = new ApiLimits(resilience, settings.limits(), settings.limitPatience());
    calls = new Calls(settings, resilience);
  }

  /** Whether they call AWS itself, and not an endpoint that stands for it. */
  public boolean areAmazons() {
    return endpoint.isEmpty();
  }

  /** Of the roles that are created, where their specification names none. */
  Optional<String> permissionsBoundary() {
    return Optional.of(permissionsBoundary).filter(arn -> !arn.isBlank());
  }

  Calls calls() {
    return calls;
  }

  /**
   * Uses the clients of a region; they must not leave the call.
   *
   * @param roleArn the role that every call is made in, or null for our own identity
   */
  <T> T in(String region, @Nullable String roleArn, Function<Regional, T> use) {
    return clients.with(new Key(region, roleArn), use);
  }

  private Regional open(Key key) {
    List<SdkAutoCloseable> others = new ArrayList<>();
    AwsCredentialsProvider credentials = credentials(key, others);
    return new Regional(
        configured(Ec2Client.builder(), key.region(), key, credentials).build(),
        configured(IamClient.builder(), Region.AWS_GLOBAL.id(), key, credentials).build(),
        configured(StsClient.builder(), key.region(), key, credentials).build(),
        configured(S3Client.builder(), key.region(), key, credentials)
            .forcePathStyle(endpoint.isPresent())
            .build(),
        configured(ServiceQuotasClient.builder(), key.region(), key, credentials).build(),
        configured(ElasticLoadBalancingV2Client.builder(), key.region(), key, credentials).build(),
        configured(Route53Client.builder(), Region.AWS_GLOBAL.id(), key, credentials).build(),
        configured(AcmClient.builder(), key.region(), key, credentials).build(),
        configured(CloudFrontClient.builder(), Region.AWS_GLOBAL.id(), key, credentials).build(),
        others);
  }

  private AwsCredentialsProvider credentials(Key key, List<SdkAutoCloseable> others) {
    if (key.roleArn() == null) {
      return own;
    }
    StsClient sts = configured(StsClient.builder(), key.region(), key, own).build();
    StsAssumeRoleCredentialsProvider role =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(r ->
                r.roleArn(key.roleArn())
                    .roleSessionName("clusterline")
                    .externalId(externalId.isBlank() ? null : externalId))
            .build();
    others.addAll(List.of(role, sts));
    return role;
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      B builder, String region, Key key, AwsCredentialsProvider credentials) {
    CallInterceptor interceptor = new CallInterceptor(key.account(), limits, metrics);
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .httpClient(http)
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .overrideConfiguration(override ->
            override
                .apiCallTimeout(CALL_LIMIT)
                .addExecutionInterceptor(interceptor)
                .retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  @Override
  public void close() {
    clients.close();
    provider.close();
    http.close();
  }
}
