package io.clusterline.infra.edge;

import static io.clusterline.infra.edge.EdgeStageTest.edge;
import static io.clusterline.infra.edge.EdgeStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.infra.DyingLedger;
import io.clusterline.testkit.AwsStandIn;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker may die after each create, and an answer may get lost: nothing is made twice or left.
 */
@Timeout(120)
class EdgeConvergenceTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();

  @AfterEach
  void noFaults() {
    AWS.noFaults();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "certificate",
        "validation-records",
        "certificate-issued",
        "origin-access-control",
        "distribution",
        "bucket-access",
        "alias-records"
      })
  void givenAWorkerThatDiesAfterACreate_whenAnotherContinues_thenThereIsOneOfEach(String kind) {
    String domain = kind + ".dying.example";
    EdgeWorld.zone(domain);
    Set<String> before = EdgeWorld.inventory();
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("dying", domain));
    build.makeBucket();
    DyingLedger ledger = new DyingLedger(kind);
    assertThat(build.with(ledger, ledger::check).apply().succeeded()).isFalse();
    assertThat(ledger.isDead()).isTrue();

    succeed(build.with(ledger.durable(), () -> {}).apply());

    assertThat(EdgeWorld.inventory()).hasSize(before.size() + 4);
    assertThat(edge(build).cdn()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"certificate", "origin-access-control", "distribution", "alias-records"})
  void givenAWorkerThatDiedAfterACreate_whenTheClusterIsDeleted_thenNothingIsLeft(String kind) {
    String domain = kind + ".dead.example";
    EdgeWorld.zone(domain);
    Set<String> before = EdgeWorld.inventory();
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("dead", domain));
    build.makeBucket();
    DyingLedger ledger = new DyingLedger(kind);
    assertThat(build.with(ledger, ledger::check).apply().succeeded()).isFalse();

    succeed(build.with(ledger.durable(), () -> {}).remove());

    assertThat(ledger.durable().entries()).isEmpty();
    assertThat(EdgeWorld.inventory()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RequestCertificate",
        "CreateDistributionWithTags",
        "CreateOriginAccessControl",
        "ChangeResourceRecordSets",
        "PutBucketPolicy"
      })
  void givenALostAnswer_whenApplied_thenThereIsOneOfEach(String action) {
    String domain = action.toLowerCase(java.util.Locale.ROOT) + ".lost-answer.example";
    EdgeWorld.zone(domain);
    Set<String> before = EdgeWorld.inventory();
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("lost-answer", domain));
    build.makeBucket();
    AWS.faults(Map.of("action", action, "times", 1, "applyThenDrop", true));

    succeed(build.apply());

    assertThat(AWS.faultHits()).isEqualTo(1);
    assertThat(EdgeWorld.inventory()).hasSize(before.size() + 4);
  }

  @Test
  void givenThrottlingAndAZoneThatIsStillChanging_whenApplied_thenTheCallsAreSentAgain() {
    EdgeWorld.zone("busy.example");
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("busy", "busy.example"));
    build.makeBucket();
    AWS.faults(
        Map.of(
            "service",
            "route53",
            "action",
            "Change.*",
            "times",
            2,
            "code",
            "PriorRequestNotComplete",
            "status",
            400),
        Map.of("service", "acm", "times", 2, "code", "ThrottlingException", "status", 400),
        Map.of("service", "cloudfront", "times", 2, "code", "Throttling", "status", 400));

    succeed(build.apply());

    assertThat(AWS.faultHits()).isEqualTo(6);
  }
}
