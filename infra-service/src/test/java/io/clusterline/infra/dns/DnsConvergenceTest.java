package io.clusterline.infra.dns;

import static io.clusterline.infra.dns.DnsBadInputTest.failure;
import static io.clusterline.infra.dns.DnsStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.DyingLedger;
import io.clusterline.infra.edge.EdgeWorld;
import io.clusterline.testkit.AwsStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker may die after a record was written, and an answer may get lost. */
@Timeout(120)
class DnsConvergenceTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();

  @AfterEach
  void noFaults() {
    AWS.noFaults();
  }

  @ParameterizedTest
  @ValueSource(strings = {"host-record", "record-published", "host-answer", "announcement"})
  void givenAWorkerThatDies_whenAnotherContinues_thenThereIsOneOfEach(String kind) {
    String domain = kind + ".dns-dying.example";
    String zone = EdgeWorld.zone(domain);
    DnsBuild build = new DnsBuild("dying", domain, "www." + domain, domain);
    DyingLedger ledger = new DyingLedger(kind);
    assertThat(build.with(ledger, ledger::check).apply().succeeded()).isFalse();
    assertThat(ledger.isDead()).isTrue();

    succeed(build.with(ledger.durable(), () -> {}).apply());

    assertThat(EdgeWorld.records(zone)).hasSize(4);
    assertThat(build.ready().names()).hasSize(2);
  }

  @Test
  void givenAWorkerThatDiedAfterARecord_whenTheClusterIsDeleted_thenNothingIsLeft() {
    String zone = EdgeWorld.zone("dns-dead.example");
    DnsBuild build = new DnsBuild("dead", "dns-dead.example", "www.dns-dead.example");
    DyingLedger ledger = new DyingLedger("host-record");
    assertThat(build.with(ledger, ledger::check).apply().succeeded()).isFalse();
    assertThat(EdgeWorld.records(zone)).hasSize(2);

    succeed(build.with(ledger.durable(), () -> {}).remove());

    assertThat(ledger.durable().entries()).isEmpty();
    assertThat(EdgeWorld.records(zone)).isEmpty();
  }

  /** The load balancer was made anew before another worker went on. */
  @Test
  void givenARecordThatNoLedgerKnows_whenItsLoadBalancerIsAnother_thenTheMarkTellsThatItIsOurs() {
    String zone = EdgeWorld.zone("dns-forgotten.example");
    DnsBuild build = new DnsBuild("forgotten", "dns-forgotten.example", "a.dns-forgotten.example");
    DyingLedger ledger = new DyingLedger("host-record");
    assertThat(build.with(ledger, ledger::check).apply().succeeded()).isFalse();
    String other = "k8s-other-2.ap-northeast-2.elb.amazonaws.com";

    build.with(ledger.durable(), () -> {});
    succeed(build.publishing(other, List.of(), "a.dns-forgotten.example").apply());

    assertThat(DnsWorld.lines(zone)).contains("a.dns-forgotten.example. A " + other + ".");
  }

  @Test
  void givenALostAnswer_whenApplied_thenTheRecordIsThereOnce() {
    String zone = EdgeWorld.zone("dns-lost.example");
    DnsBuild build = new DnsBuild("lost", "dns-lost.example", "www.dns-lost.example");
    AWS.faults(Map.of("action", "ChangeResourceRecordSets", "times", 1, "applyThenDrop", true));

    succeed(build.apply());

    assertThat(AWS.faultHits()).isEqualTo(1);
    assertThat(EdgeWorld.records(zone)).hasSize(2);
  }

  @Test
  void givenThrottlingAndAZoneThatIsStillChanging_whenApplied_thenTheCallsAreSentAgain() {
    EdgeWorld.zone("dns-busy.example");
    DnsBuild build = new DnsBuild("busy", "dns-busy.example", "www.dns-busy.example");
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
        Map.of(
            "service",
            "route53",
            "action",
            "TestDNSAnswer",
            "times",
            2,
            "code",
            "Throttling",
            "status",
            400));

    succeed(build.apply());

    assertThat(AWS.faultHits()).isEqualTo(4);
  }

  /** The stand-in shows a change pending once; longer only by its latency. */
  @Test
  void givenAChangeThatStaysPending_whenApplied_thenTheWaitEndsWithItsName() {
    EdgeWorld.zone("dns-slow.example");
    DnsBuild build =
        new DnsBuild("slow", "dns-slow.example", Duration.ofSeconds(2), "www.dns-slow.example");
    AWS.latency(Map.of("recordSeconds", 600));
    try {
      var failure = failure(build.apply(), ErrorCode.DEADLINE_EXCEEDED);

      assertThat(failure).hasMessageContainingAll("www.dns-slow.example", "PENDING");
    } finally {
      AWS.latency(Map.of());
    }
    succeed(build.apply());
  }
}
