package io.clusterline.infra.dns;

import static io.clusterline.infra.dns.DnsStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.route53.model.RRType.A;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.edge.EdgeWorld;
import io.clusterline.stage.StageReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What keeps names from being made is named; records of others are left alone. */
@Timeout(120)
class DnsBadInputTest {

  private static final Duration SHORT = Duration.ofSeconds(2);

  @ParameterizedTest
  @CsvSource({
    "A, 192.0.2.1",
    "AAAA, 2001:db8::1",
    "CNAME, elsewhere.example",
  })
  void givenARecordOfSomebodyElse_whenApplied_thenItIsRefusedByNameAndStays(
      String type, String value) {
    String domain = type.toLowerCase(java.util.Locale.ROOT) + ".dns-taken.example";
    String zone = EdgeWorld.zone(domain);
    EdgeWorld.put(zone, DnsWorld.plain("www." + domain, RRType.fromValue(type), value));
    DnsBuild build = new DnsBuild("taken", domain, "www." + domain, "api." + domain);

    var failure = failure(build.apply(), ErrorCode.DNS_RECORD_TAKEN);

    assertThat(failure).hasMessageContainingAll("www." + domain, type, value, zone);
    assertThat(DnsWorld.lines(zone))
        .anyMatch(line -> line.startsWith("www." + domain + ". " + type));
    succeed(build.remove());
    assertThat(EdgeWorld.records(zone))
        .extracting(ResourceRecordSet::name)
        .containsExactly("www." + domain + ".");
  }

  @Test
  void givenANameOfAnotherCluster_whenApplied_thenThatClusterIsNamedAndKeepsIt() {
    String zone = EdgeWorld.zone("two.example");
    DnsBuild theirs = new DnsBuild("first", "two.example", "www.two.example");
    succeed(theirs.apply());
    List<String> before = DnsWorld.lines(zone);
    DnsBuild build = new DnsBuild("second", "two.example", "www.two.example");

    var failure = failure(build.apply(), ErrorCode.DNS_RECORD_TAKEN);

    assertThat(failure).hasMessageContainingAll("www.two.example", "cluster first");
    succeed(build.remove());
    assertThat(DnsWorld.lines(zone)).isEqualTo(before);
    succeed(theirs.remove());
    assertThat(DnsWorld.lines(zone)).isEmpty();
  }

  @Test
  void givenAWeightedRecord_whenApplied_thenItIsSomebodyElsesWhereverItLeads() {
    String zone = EdgeWorld.zone("weighted.example");
    EdgeWorld.put(
        zone,
        DnsWorld.plain("www.weighted.example", A, "192.0.2.1").toBuilder()
            .setIdentifier("blue")
            .weight(10L)
            .build());

    var report = new DnsBuild("weighted", "weighted.example", "www.weighted.example").apply();

    failure(report, ErrorCode.DNS_RECORD_TAKEN);
  }

  /** As external-dns may have written it, when it was faster. */
  @Test
  void givenARecordThatLeadsToOurLoadBalancer_whenApplied_thenItIsTakenOverAndRemoved() {
    String zone = EdgeWorld.zone("faster.example");
    String host = "www.faster.example";
    EdgeWorld.put(zone, DnsWorld.alias(host, DnsBuild.BALANCER, "ZWKZPGTI48KDX"));
    DnsBuild build = new DnsBuild("faster", "faster.example", host);

    succeed(build.apply());
    assertThat(DnsWorld.lines(zone)).hasSize(2);
    succeed(build.remove());

    assertThat(DnsWorld.lines(zone)).isEmpty();
  }

  @Test
  void givenALoadBalancerOfAnotherCluster_whenApplied_thenItIsRefusedBeforeAnyRecord() {
    String zone = EdgeWorld.zone("foreign-lb.example");
    LoadBalancer balancer = DnsWorld.balancer("foreign-lb", "another");
    DnsBuild build =
        new DnsBuild("foreign-lb", "foreign-lb.example")
            .publishing(balancer.dnsName(), List.of(), "www.foreign-lb.example");

    var failure = failure(build.apply(), ErrorCode.LOAD_BALANCER_NOT_FOUND);

    assertThat(failure).hasMessageContainingAll(balancer.dnsName(), "foreign-lb");
    assertThat(EdgeWorld.records(zone)).isEmpty();
  }

  @Test
  void givenANameThatIsNoLoadBalancers_whenApplied_thenItIsRefusedBeforeAnyRecord() {
    String zone = EdgeWorld.zone("no-lb.example");
    DnsBuild build =
        new DnsBuild("no-lb", "no-lb.example")
            .publishing("evil.example", List.of(), "www.no-lb.example");

    var failure = failure(build.apply(), ErrorCode.LOAD_BALANCER_NOT_FOUND);

    assertThat(failure).hasMessageContaining("evil.example");
    assertThat(EdgeWorld.records(zone)).isEmpty();
  }

  @Test
  void givenALoadBalancerThatIsGone_whenApplied_thenTheHostWithoutAnAnswerIsNamed() {
    String zone = EdgeWorld.zone("silent.example");
    String gone = "gone-1.ap-northeast-2.elb.amazonaws.com";
    DnsBuild build =
        new DnsBuild("silent", "silent.example", SHORT)
            .publishing(gone, List.of(), "www.silent.example");

    var failure = failure(build.apply(), ErrorCode.HOST_NOT_RESOLVED);

    assertThat(failure).hasMessageContainingAll("www.silent.example", gone, "0 addresses");
    succeed(build.remove());
    assertThat(EdgeWorld.records(zone)).isEmpty();
  }

  @Test
  void givenAReadyPodAndNoHealthyTarget_whenApplied_thenTheIngressAndItsTargetsAreNamed() {
    EdgeWorld.zone("sick.example");
    LoadBalancer balancer = DnsWorld.balancer("sick-lb", "sick");
    DnsBuild build =
        new DnsBuild("sick", "sick.example", SHORT)
            .publishing(
                balancer.dnsName(),
                List.of(DnsStageTest.route("shop", DnsWorld.targetGroup("sick-shop"), 2)),
                "shop.sick.example");

    var failure = failure(build.apply(), ErrorCode.TARGETS_UNHEALTHY);

    assertThat(failure).hasMessageContainingAll("apps.shop", "no target");
    succeed(build.remove());
  }

  @Test
  void givenNoZone_whenApplied_thenTheDomainIsNamed() {
    DnsBuild build = new DnsBuild("zoneless", "zoneless.example", "www.zoneless.example");

    var failure = failure(build.apply(), ErrorCode.HOSTED_ZONE_NOT_FOUND);

    assertThat(failure).hasMessageContaining("zoneless.example");
    succeed(build.remove());
  }

  static ClusterlineException failure(StageReport report, ErrorCode code) {
    return report.failures().values().stream()
        .filter(one -> one.code() == code)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + code + ": " + report.failures()));
  }
}
