package io.clusterline.infra.edge;

import static io.clusterline.infra.edge.EdgeStageTest.edge;
import static io.clusterline.infra.edge.EdgeStageTest.failure;
import static io.clusterline.infra.edge.EdgeStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Retained;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.testkit.AwsStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What keeps an edge from being made is named; what is others' is left alone. */
@Timeout(120)
class EdgeBadInputTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final Duration SHORT = Duration.ofSeconds(2);

  @AfterEach
  void noFaults() {
    AWS.noFaults();
  }

  @Test
  void givenNoHostedZone_whenApplied_thenTheDomainIsNamedAndNothingIsMade() {
    Set<String> before = EdgeWorld.inventory();
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("nowhere", "no-zone.example"));

    var failure = failure(build.apply(), ErrorCode.HOSTED_ZONE_NOT_FOUND);

    assertThat(failure).hasMessageContaining("no-zone.example");
    assertThat(EdgeWorld.inventory()).isEqualTo(before);
  }

  @Test
  void givenAZoneOfAParentDomain_whenApplied_thenItIsTheOne() {
    String zone = EdgeWorld.zone("parent.example");
    EdgeBuild build =
        new EdgeBuild(EdgeBuild.yaml("child", "a.parent.example", "cdn: {enabled: false}"));

    succeed(build.apply());

    assertThat(edge(build).zoneId()).isEqualTo(zone);
  }

  @Test
  void givenTwoZonesOfTheDomain_whenApplied_thenBothAreNamedUntilTheSpecificationNamesOne() {
    String first = EdgeWorld.zone("double.example");
    String second = EdgeWorld.zone("double.example");
    String off = "cdn: {enabled: false}";
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("double", "double.example", off));

    var failure = failure(build.apply(), ErrorCode.HOSTED_ZONE_AMBIGUOUS);
    assertThat(failure).hasMessageContainingAll("2 public hosted zones", first, second);

    build.changed(EdgeBuild.yaml("double", "double.example", off, "dns: {zoneId: " + second + "}"));
    succeed(build.apply());
    assertThat(edge(build).zoneId()).isEqualTo(second);
    assertThat(EdgeWorld.records(first)).isEmpty();
  }

  @Test
  void givenAPrivateZoneOnly_whenApplied_thenItIsNotTaken() {
    String zone = EdgeWorld.zone("inside.example", "private", true);
    EdgeBuild byDomain = new EdgeBuild(EdgeBuild.yaml("inside", "inside.example"));
    EdgeBuild byId = withZone("inside", "inside.example", zone);

    failure(byDomain.apply(), ErrorCode.HOSTED_ZONE_NOT_FOUND);
    assertThat(failure(byId.apply(), ErrorCode.HOSTED_ZONE_NOT_FOUND))
        .hasMessageContaining("private zone");
  }

  @Test
  void givenTheIdOfNoZoneOrOfAnotherDomains_whenApplied_thenItIsRefusedByName() {
    String other = EdgeWorld.zone("theirs.example");

    var unknown = withZone("unknown", "mine.example", "Z0000000000000000000").apply();
    var wrong = withZone("wrong", "mine.example", other).apply();

    assertThat(failure(unknown, ErrorCode.HOSTED_ZONE_NOT_FOUND))
        .hasMessageContaining("no hosted zone Z0000000000000000000");
    assertThat(failure(wrong, ErrorCode.HOSTED_ZONE_NOT_FOUND))
        .hasMessageContainingAll(other, "theirs.example", "does not hold mine.example");
  }

  @Test
  void givenAZoneOfAnotherAccount_whenApplied_thenThatIsWhatTheErrorSays() {
    AWS.faults(
        Map.of(
            "service", "route53",
            "action", "GetHostedZone",
            "code", "AccessDenied",
            "message", "User is not authorized to access this resource",
            "status", 403));

    var report = withZone("foreign", "foreign.example", "Z1111111111111111111").apply();

    assertThat(failure(report, ErrorCode.HOSTED_ZONE_NOT_FOUND))
        .hasMessageContainingAll("Z1111111111111111111", "another account");
  }

  private static EdgeBuild withZone(String name, String domain, String zone) {
    return new EdgeBuild(EdgeBuild.yaml(name, domain, "dns: {zoneId: " + zone + "}"));
  }

  @Test
  void givenACertificateThatIsNeverValidated_whenApplied_thenTheRecordThatAcmDoesNotSeeIsNamed() {
    String zone = EdgeWorld.zone("lost.example", "not delegated by its registrar", false);
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("lost", "lost.example"), SHORT);
    build.makeBucket();

    var failure = failure(build.apply(), ErrorCode.CERTIFICATE_NOT_VALIDATED);

    ResourceRecordSet record = EdgeWorld.records(zone).getFirst();
    assertThat(failure.getMessage())
        .contains("lost.example")
        .containsAnyOf(
            EdgeWorld.records(zone).stream().map(one -> one.name()).toArray(String[]::new))
        .contains(" CNAME ");
    assertThat(record.ttl()).isEqualTo(60);
    succeed(build.remove());
    assertThat(EdgeWorld.records(zone)).isEmpty();
  }

  @Test
  void givenAnotherCertificateOfTheHost_whenAppliedAndRemoved_thenItAndItsRecordStay() {
    String zone = EdgeWorld.zone("shared.example");
    String theirs = EdgeWorld.requestCertificate("shared.example", EdgeBuild.REGION);
    EdgeWorld.put(zone, EdgeWorld.recordOf(theirs));
    EdgeBuild build =
        new EdgeBuild(EdgeBuild.yaml("shared", "shared.example", "cdn: {enabled: false}"));

    succeed(build.apply());
    assertThat(edge(build).certificateArn()).isNotEqualTo(theirs);
    succeed(build.remove());

    assertThat(EdgeWorld.inventory()).contains(theirs);
    assertThat(EdgeWorld.records(zone)).hasSize(1);
  }

  @Test
  void givenALaterCertificateOfTheHost_whenRemoved_thenTheRecordThatItIsRenewedByIsKept() {
    String zone = EdgeWorld.zone("later.example");
    EdgeBuild build =
        new EdgeBuild(EdgeBuild.yaml("later", "later.example", "cdn: {enabled: false}"));
    succeed(build.apply());
    String theirs = EdgeWorld.requestCertificate("later.example", "us-east-1");
    assertThat(EdgeWorld.recordOf(theirs).name())
        .isEqualTo(EdgeWorld.records(zone).getFirst().name());

    succeed(build.remove());

    assertThat(EdgeWorld.records(zone)).hasSize(1);
    assertThat(build.retained())
        .extracting(Retained::why)
        .singleElement()
        .asString()
        .contains(theirs);
  }

  @Test
  void givenARecordOfTheHostThatIsOthers_whenApplied_thenItIsRefusedAndStays() {
    String zone = EdgeWorld.zone("taken.example");
    EdgeWorld.put(zone, EdgeStageTest.address("images.taken.example"));
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("taken", "taken.example"));
    build.makeBucket();

    var failure = failure(build.apply(), ErrorCode.DNS_RECORD_TAKEN);

    assertThat(failure).hasMessageContainingAll("images.taken.example", "192.0.2.1");
    succeed(build.remove());
    assertThat(EdgeWorld.records(zone))
        .extracting(ResourceRecordSet::name)
        .containsExactly("images.taken.example.");
  }

  @Test
  void givenAFailedInfraStage_whenTheBucketIsAwaited_thenTheWaitEndsWithItsFailure() {
    EdgeWorld.zone("bucketless.example");
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("bucketless", "bucketless.example"));
    build.infraFailed(
        new StageFailed(
            StageName.INFRA,
            "INSUFFICIENT_VCPU_QUOTA",
            "5 vCPUs",
            "Request more.",
            false,
            1,
            List.of(),
            List.of(),
            List.of(),
            null,
            "dead"));

    assertThat(failure(build.apply(), ErrorCode.PREVIOUS_STAGE_FAILED))
        .hasMessageContaining("INSUFFICIENT_VCPU_QUOTA");
    succeed(build.remove());
  }
}
