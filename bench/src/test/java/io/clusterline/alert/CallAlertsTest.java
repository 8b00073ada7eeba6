package io.clusterline.alert;

import io.clusterline.alert.PrometheusNode.Job;
import io.clusterline.infra.aws.AwsCalls;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.KubernetesSettings;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.AdminConf;
import io.clusterline.testkit.AwsStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Alerts about calls that leave a service, by the services' own clients. */
@Timeout(300)
@EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
class CallAlertsTest {

  private static final String REGION = "ap-northeast-2";
  private static final Map<String, String> SERVICE = Map.of("component", "infra-service");

  @TempDir private static Path folder;
  private static PrometheusNode prometheus;

  private final MetricsEndpoint endpoint = new MetricsEndpoint();
  private final Resilience resilience = Resilience.measuredBy(endpoint.registry());

  @BeforeAll
  static void startPrometheus() {
    prometheus = PrometheusNode.start(folder);
  }

  @AfterAll
  static void stopPrometheus() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @BeforeEach
  void showMetrics() {
    prometheus.scrape(Job.SERVICES, Map.of("infra-service", endpoint.port()));
  }

  @AfterEach
  void close() {
    AwsStandIn.shared().noFaults();
    endpoint.close();
  }

  private AwsClients aws() {
    AwsSettings settings = AwsSettings.at(AwsStandIn.shared().endpoint());
    return new AwsClients(settings, resilience, endpoint.registry());
  }

  /** Makes the call again and again; what it throws is what the alert is about. */
  private void callUntilFiring(String alert, Map<String, String> labels, Runnable call) {
    Wait.until(alert + " fires")
        .within(Duration.ofSeconds(180))
        .atMostEvery(Duration.ofMillis(200))
        .poll(() -> {
          try {
            call.run();
          } catch (RuntimeException refused) {
            // it is measured
          }
          return prometheus.isFiring(alert, labels) ? Seen.yes(true) : Seen.notYet("it does not");
        });
  }

  @Test
  @DrillOf("ClusterlineAwsThrottled")
  void givenAnAccountAtItsLimitWhenCallsAreRefusedThenTheThrottlingIsReported() {
    Map<String, String> call = Map.of("operation", "DescribeVpcs");
    try (AwsClients clients = aws()) {
      AwsCalls.describeVpcs(clients, REGION);
      prometheus.awaitData("clusterline_aws_requests_seconds_count{operation=\"DescribeVpcs\"}");
      prometheus.assertQuiet("ClusterlineAwsThrottled", call);

      AwsStandIn.shared()
          .faults(
              Map.of(
                  "service", "ec2",
                  "action", "DescribeVpcs",
                  "code", "RequestLimitExceeded",
                  "status", 503));

      callUntilFiring(
          "ClusterlineAwsThrottled", call, () -> AwsCalls.describeVpcs(clients, REGION));
    }
  }

  @Test
  @DrillOf("ClusterlineCircuitBreakerOpen")
  void givenAnApiServerThatDoesNotAnswerWhenItsBreakerOpensThenItIsReported() {
    Map<String, String> open = Map.of("component", "infra-service", "name", "kubernetes");
    KubernetesSettings brief =
        KubernetesSettings.DEFAULT.with(Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
    Secret kubeconfig = Secret.of(AdminConf.of("https://127.0.0.1:1"));
    try (KubernetesApi dead =
        KubernetesApi.connect(kubeconfig, new KubernetesCalls(brief, resilience))) {
      prometheus.assertQuiet("ClusterlineCircuitBreakerOpen", open);

      callUntilFiring("ClusterlineCircuitBreakerOpen", open, dead::version);
    }
  }

  /** The program that gives credentials gives the same ones until they end. */
  @Test
  @DrillOf("ClusterlineAwsCredentialsExpire")
  void givenCredentialsThatAreNotRenewedWhenTheirEndComesThenItIsReported() throws IOException {
    var unused = AwsStandIn.shared();
    String key = System.clearProperty("aws.accessKeyId");
    String secret = System.clearProperty("aws.secretAccessKey");
    System.setProperty("aws.configFile", profile(Instant.now().plusSeconds(45)).toString());
    try (AwsClients clients = aws()) {
      AwsCalls.describeVpcs(clients, REGION);
      prometheus.awaitData("clusterline_aws_credentials_expiry_timestamp_seconds");
      prometheus.assertQuiet("ClusterlineAwsCredentialsExpire", SERVICE);

      prometheus.awaitFiring("ClusterlineAwsCredentialsExpire", SERVICE);
    } finally {
      System.clearProperty("aws.configFile");
      System.setProperty("aws.accessKeyId", key);
      System.setProperty("aws.secretAccessKey", secret);
    }
  }

  private static Path profile(Instant end) throws IOException {
    Path credentials = folder.resolve("credentials.json");
    Files.writeString(
        credentials,
        """
        {"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "test", "SessionToken": "token", "Expiration": "%s"}
        """
            .formatted(AwsStandIn.shared().accessKey(), end.truncatedTo(ChronoUnit.SECONDS)));
    return Files.writeString(
        folder.resolve("config"), "[default]\ncredential_process = cat " + credentials + "\n");
  }
}
