package io.clusterline.infra.aws;

import io.clusterline.resilience.Resilience;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The SDK's clients, one set per region and assumed role, shared by all builds of this process. */
public final class AwsClients implements AutoCloseable {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  /** The clients of one region. */
  record Regional(
      Ec2Client ec2,
      IamClient iam,
      StsClient sts,
      S3Client s3,
      ServiceQuotasClient quotas,
      ElasticLoadBalancingV2Client elb) {}

  private record Key(String region, @Nullable String roleArn) {

    /** The role's: {@code arn:aws:iam::123456789012:role/builder}. */
    String account() {
      return roleArn == null ? "own" : roleArn.split(":", 6)[4];
    }
  }

  private final Optional<URI> endpoint;
  private final ApiLimits limits;
  private final MeterRegistry metrics;
  private final Calls calls;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(CONNECT_LIMIT)
          .socketTimeout(CALL_LIMIT)
          .build();
  private final Map<Key, Regional> clients = new ConcurrentHashMap<>();

  public AwsClients(AwsSettings settings, Resilience resilience, MeterRegistry metrics) {
    this.metrics = metrics;
    endpoint = settings.override();
    limits = new ApiLimits(resilience, settings.limits(), settings.limitPatience());
    calls = new Calls(settings, resilience);
  }

  Calls calls() {
    return calls;
  }

  /**
   * @param roleArn the role that every call is made in, or null for our own identity
   */
  Regional in(String region, @Nullable String roleArn) {
    return clients.computeIfAbsent(new Key(region, roleArn), this::open);
  }

  private Regional open(Key key) {
    AwsCredentialsProvider who = credentials(key);
    return new Regional(
        configured(Ec2Client.builder(), key.region(), key, who).build(),
        configured(IamClient.builder(), Region.AWS_GLOBAL.id(), key, who).build(),
        configured(StsClient.builder(), key.region(), key, who).build(),
        configured(S3Client.builder(), key.region(), key, who)
            .forcePathStyle(endpoint.isPresent())
            .build(),
        configured(ServiceQuotasClient.builder(), key.region(), key, who).build(),
        configured(ElasticLoadBalancingV2Client.builder(), key.region(), key, who).build());
  }

  private AwsCredentialsProvider credentials(Key key) {
    AwsCredentialsProvider own = DefaultCredentialsProvider.builder().build();
    if (key.roleArn() == null) {
      return own;
    }
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(configured(StsClient.builder(), key.region(), key, own).build())
        .refreshRequest(r -> r.roleArn(key.roleArn()).roleSessionName("clusterline"))
        .build();
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      B builder, String region, Key key, AwsCredentialsProvider who) {
    CallInterceptor interceptor = new CallInterceptor(key.account(), limits, metrics);
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .httpClient(http)
        .region(Region.of(region))
        .credentialsProvider(who)
        .overrideConfiguration(override ->
            override
                .apiCallTimeout(CALL_LIMIT)
                .addExecutionInterceptor(interceptor)
                .retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  @Override
  public void close() {
    for (Regional regional : clients.values()) {
      regional.ec2().close();
      regional.iam().close();
      regional.sts().close();
      regional.s3().close();
      regional.quotas().close();
      regional.elb().close();
    }
    http.close();
  }
}
