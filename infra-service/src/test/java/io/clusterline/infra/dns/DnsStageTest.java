package io.clusterline.infra.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static software.amazon.awssdk.services.route53.model.RRType.A;

import io.clusterline.event.DnsRecord;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.FrontDoor.Route;
import io.clusterline.event.Retained;
import io.clusterline.infra.edge.EdgeWorld;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The names of a cluster, made and removed. */
@Timeout(120)
class DnsStageTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String SEOUL = "ZWKZPGTI48KDX";

  @Test
  void givenNames_whenApplied_thenEachLeadsToTheLoadBalancerAndIsAnswered() {
    String zone = EdgeWorld.zone("names.example");
    DnsBuild build = new DnsBuild("names", "names.example", "names.example", "api.names.example");

    succeed(build.apply());

    assertThat(EdgeWorld.records(zone))
        .filteredOn(one -> one.aliasTarget() != null)
        .allSatisfy(one -> {
          assertThat(one.aliasTarget().dnsName()).startsWith(DnsBuild.BALANCER);
          assertThat(one.aliasTarget().hostedZoneId()).isEqualTo(SEOUL);
          assertThat(one.aliasTarget().evaluateTargetHealth()).isTrue();
        })
        .extracting(ResourceRecordSet::name)
        .containsExactlyInAnyOrder("names.example.", "api.names.example.");
    assertThat(build.announced().records())
        .containsExactly(record("names.example", zone), record("api.names.example", zone));
    assertThat(build.ready().names()).containsExactly("names.example", "api.names.example");
  }

  private static DnsRecord record(String name, String zone) {
    return new DnsRecord(name, "A", DnsBuild.BALANCER, SEOUL, zone);
  }

  @Test
  void givenNames_whenApplied_thenTheEvidenceSaysWhatWasAskedAndWhatWasNot() {
    EdgeWorld.zone("proof.example");
    DnsBuild build = new DnsBuild("proof", "proof.example", "www.proof.example");

    succeed(build.apply());

    assertThat(build.announced().evidence())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.check()).isEqualTo("www.proof.example resolves to the load balancer");
          assertThat(one.how()).isEqualTo(How.SIMULATED);
          assertThat(one.result()).startsWith(DnsBuild.BALANCER + ": 203.0.113.");
        });
    assertThat(build.ready().evidence())
        .filteredOn(one -> one.check().equals("https://www.proof.example answers"))
        .extracting(Evidence::how)
        .containsExactly(How.SKIPPED);
  }

  @Test
  void givenALoadBalancerOfTheAccount_whenApplied_thenItsOwnZoneAndHealthAreAsked() {
    String zone = EdgeWorld.zone("owned.example");
    LoadBalancer balancer = DnsWorld.balancer("owned-lb", "owned");
    Route idle = route("idle", DnsWorld.targetGroup("owned-idle"), 0);
    DnsBuild build =
        new DnsBuild("owned", "owned.example")
            .publishing(
                balancer.dnsName(), List.of(idle, route("none", null, 1)), "www.owned.example");

    succeed(build.apply());

    assertThat(EdgeWorld.records(zone))
        .filteredOn(one -> one.aliasTarget() != null)
        .extracting(one -> one.aliasTarget().hostedZoneId())
        .containsExactly(balancer.canonicalHostedZoneId());
    assertThat(build.ready().evidence())
        .filteredOn(one -> one.check().contains("the targets of"))
        .extracting(Evidence::how, Evidence::result)
        .containsExactly(
            tuple(How.SIMULATED, "0 of 0 healthy"),
            tuple(How.SKIPPED, "the load balancer has no target group that could be asked"));
  }

  static Route route(String name, String targetGroup, int readyPods) {
    return new Route(name, "apps", name + ".example", "/", name, 80, "arn", targetGroup, readyPods);
  }

  @Test
  void givenNames_whenAppliedAgain_thenNoRecordIsWritten() {
    EdgeWorld.zone("again.example");
    DnsBuild build = new DnsBuild("again", "again.example", "a.again.example", "b.again.example");
    succeed(build.apply());
    AWS.resetCalls();

    succeed(build.apply());

    assertThat(AWS.calls().get("calls").get("route53").propertyNames())
        .doesNotContain("ChangeResourceRecordSets")
        .contains("TestDNSAnswer");
  }

  @Test
  void givenAnotherLoadBalancer_whenApplied_thenTheNamesLeadToIt() {
    String zone = EdgeWorld.zone("moved.example");
    DnsBuild build = new DnsBuild("moved", "moved.example", "www.moved.example");
    succeed(build.apply());

    String other = "k8s-other-1.ap-northeast-2.elb.amazonaws.com";
    succeed(build.publishing(other, List.of(), "www.moved.example").apply());

    assertThat(DnsWorld.lines(zone)).contains("www.moved.example. A " + other + ".");
  }

  @Test
  void givenANameThatLeftTheSpecification_whenApplied_thenItsRecordIsGone() {
    String zone = EdgeWorld.zone("fewer.example");
    DnsBuild build = new DnsBuild("fewer", "fewer.example", "a.fewer.example", "b.fewer.example");
    succeed(build.apply());

    succeed(build.publishing(DnsBuild.BALANCER, List.of(), "a.fewer.example").apply());

    assertThat(EdgeWorld.records(zone))
        .extracting(ResourceRecordSet::name)
        .containsExactlyInAnyOrder("a.fewer.example.", "_clusterline.a.fewer.example.");
    succeed(build.prune());
    succeed(build.remove());
    assertThat(EdgeWorld.records(zone)).isEmpty();
  }

  @Test
  void givenANameThatLeftTheSpecificationAndLeadsElsewhere_whenApplied_thenOnlyItsMarkGoes() {
    String zone = EdgeWorld.zone("left-elsewhere.example");
    String host = "b.left-elsewhere.example";
    DnsBuild build = new DnsBuild("left", "left-elsewhere.example", host);
    succeed(build.apply());
    String theirs = "theirs-1.ap-northeast-2.elb.amazonaws.com";
    EdgeWorld.put(zone, DnsWorld.alias(host, theirs, SEOUL));

    succeed(build.publishing(DnsBuild.BALANCER, List.of(), "a.left-elsewhere.example").apply());

    assertThat(DnsWorld.lines(zone))
        .contains(host + ". A " + theirs + ".")
        .noneMatch(line -> line.startsWith("_clusterline." + host));
  }

  @Test
  void givenNames_whenRemoved_thenOnlyWhatWasThereBeforeIsLeft() {
    String zone = EdgeWorld.zone("gone-names.example");
    EdgeWorld.put(zone, DnsWorld.plain("mail.gone-names.example", A, "192.0.2.1"));
    List<String> before = DnsWorld.lines(zone);
    DnsBuild build =
        new DnsBuild(
            "gone-names", "gone-names.example", "gone-names.example", "api.gone-names.example");
    succeed(build.apply());
    assertThat(DnsWorld.lines(zone)).hasSize(before.size() + 4);

    succeed(build.remove());

    assertThat(DnsWorld.lines(zone)).isEqualTo(before);
    assertThat(build.ledger().entries()).isEmpty();
    assertThat(build.leftovers()).isEmpty();
    succeed(build.remove());
  }

  @Test
  void givenARecordThatSomebodyChanged_whenRemoved_thenItIsKeptAndSaid() {
    String zone = EdgeWorld.zone("kept.example");
    DnsBuild build = new DnsBuild("kept", "kept.example", "www.kept.example");
    succeed(build.apply());
    EdgeWorld.put(zone, DnsWorld.plain("www.kept.example", A, "192.0.2.7"));

    succeed(build.remove());

    assertThat(DnsWorld.lines(zone)).containsExactly("www.kept.example. A 192.0.2.7");
    assertThat(build.retained())
        .extracting(Retained::what)
        .singleElement()
        .asString()
        .contains("www.kept.example", "192.0.2.7");
  }

  @Test
  void givenAZoneThatItsOwnerDeleted_whenRemoved_thenThatIsNoObstacle() {
    String zone = EdgeWorld.zone("no-more.example");
    DnsBuild build = new DnsBuild("no-more", "no-more.example", "www.no-more.example");
    succeed(build.apply());
    EdgeWorld.records(zone).forEach(one -> EdgeWorld.drop(zone, one));
    EdgeWorld.deleteZone(zone);

    succeed(build.remove());

    assertThat(build.ledger().entries()).isEmpty();
  }

  @Test
  void givenNoNames_whenApplied_thenTheClusterIsReadyAndAwsIsNotAsked() {
    DnsBuild build = new DnsBuild("nameless", "nameless.example").publishingNothing();
    AWS.resetCalls();

    succeed(build.apply());

    assertThat(build.ready().names()).isEmpty();
    assertThat(build.ready().evidence()).extracting(Evidence::how).containsExactly(How.SKIPPED);
    assertThat(build.announced().records()).isEmpty();
    assertThat(AWS.calls().get("calls")).isEmpty();
    succeed(build.remove());
  }

  @Test
  void givenEachRequestCompared_whenAppliedAndRemoved_thenItFitsTheModelsOfAws() {
    EdgeWorld.zone("dns-contract.example");
    DnsBuild build = new DnsBuild("contract", "dns-contract.example", "www.dns-contract.example");
    AWS.checkRequests(true);
    try {
      succeed(build.apply());
      succeed(build.remove());

      assertThat(AWS.contract().get("violations")).isEmpty();
      assertThat(AWS.contract().get("services").propertyNames())
          .contains("elasticloadbalancing", "route53", "sts");
    } finally {
      AWS.checkRequests(false);
    }
  }

  static void succeed(StageReport report) {
    assertThat(report.failures()).isEmpty();
  }
}
