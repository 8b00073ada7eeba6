package io.clusterline.infra.edge;

import static io.clusterline.infra.PipelineUsers.as;
import static io.clusterline.infra.PipelineUsers.userWith;
import static io.clusterline.infra.edge.EdgeStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.Repository;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** With docs/iam-policy.json and nothing else an edge is made and removed; each action counts. */
@Timeout(120)
class EdgePolicyTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String POLICY = Repository.read("docs/iam-policy.json");

  @AfterEach
  void calm() {
    AWS.enforceIam(false);
  }

  @Test
  void givenThePolicyOfTheDocsAndNothingElse_whenAppliedAndRemoved_thenNothingIsDenied() {
    EdgeBuild build = build("allowed");
    AccessKey line = userWith("edge-allowed", POLICY);
    AWS.enforceIam(true);

    succeed(as(line, build::apply));
    succeed(as(line, build::remove));

    assertThat(AWS.denied()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acm:AddTagsToCertificate",
        "acm:DeleteCertificate",
        "acm:RequestCertificate",
        "cloudfront:CreateDistribution",
        "cloudfront:CreateOriginAccessControl",
        "cloudfront:DeleteDistribution",
        "cloudfront:TagResource",
        "cloudfront:UpdateDistribution",
        "route53:ChangeResourceRecordSets",
        "route53:ListHostedZonesByName",
        "s3:DeleteBucketPolicy",
        "s3:GetBucketPolicy"
      })
  void givenOneActionLess_whenAppliedAndRemoved_thenTheMissingOneIsNamed(String action) {
    assertThat(POLICY).contains("\"" + action + "\"");
    String name = action.replace(':', '-').toLowerCase(Locale.ROOT);
    EdgeBuild build = build(name);
    AccessKey line =
        userWith("edge-" + name, POLICY.replace("\"" + action + "\"", "\"none:None\""));
    AWS.enforceIam(true);

    StageReport applied = as(line, build::apply);
    StageReport removed = as(line, build::remove);

    assertThat(AWS.denied()).contains(action);
    assertThat(
            Stream.of(applied, removed)
                .flatMap(report -> report.failures().values().stream())
                .filter(failure -> failure.code() == ErrorCode.AWS_DENIED))
        .extracting(ClusterlineException::getMessage)
        .anyMatch(message -> message.contains(action));
  }

  private static EdgeBuild build(String name) {
    String domain = name + ".policy.example";
    EdgeWorld.zone(domain);
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("edge-policy", domain));
    build.makeBucket();
    return build;
  }
}
