package io.clusterline.infra.dns;

import static io.clusterline.infra.PipelineUsers.as;
import static io.clusterline.infra.PipelineUsers.userWith;
import static io.clusterline.infra.dns.DnsStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.edge.EdgeWorld;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.Repository;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** With docs/iam-policy.json and nothing else names are made and removed; each action counts. */
@Timeout(120)
class DnsPolicyTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String POLICY = Repository.read("docs/iam-policy.json");

  @AfterEach
  void calm() {
    AWS.enforceIam(false);
  }

  @Test
  void givenThePolicyOfTheDocsAndNothingElse_whenAppliedAndRemoved_thenNothingIsDenied() {
    DnsBuild build = build("dns-allowed");
    AccessKey line = userWith("dns-allowed", POLICY);
    AWS.enforceIam(true);

    succeed(as(line, build::apply));
    succeed(as(line, build::remove));

    assertThat(AWS.denied()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetHealth",
        "route53:ChangeResourceRecordSets",
        "route53:GetChange",
        "route53:ListHostedZonesByName",
        "route53:ListResourceRecordSets",
        "route53:TestDNSAnswer"
      })
  void givenOneActionLess_whenApplied_thenTheMissingOneIsNamed(String action) {
    assertThat(POLICY).contains("\"" + action + "\"");
    String name = "d-" + action.replaceAll(".*:", "").toLowerCase(Locale.ROOT);
    DnsBuild build = build(name.substring(0, Math.min(name.length(), 24)));
    AccessKey line = userWith(name, POLICY.replace("\"" + action + "\"", "\"none:None\""));
    AWS.enforceIam(true);

    StageReport applied = as(line, build::apply);

    assertThat(AWS.denied()).contains(action);
    assertThat(applied.failures().values())
        .filteredOn(failure -> failure.code() == ErrorCode.AWS_DENIED)
        .extracting(ClusterlineException::getMessage)
        .anyMatch(message -> message.contains(action));
  }

  private static DnsBuild build(String name) {
    String domain = name + ".dns-policy.example";
    EdgeWorld.zone(domain);
    String balancer = DnsWorld.balancer(name, "dns-policy").dnsName();
    var route = DnsStageTest.route("idle", DnsWorld.targetGroup(name), 0);
    return new DnsBuild("dns-policy", domain).publishing(balancer, List.of(route), "www." + domain);
  }
}
