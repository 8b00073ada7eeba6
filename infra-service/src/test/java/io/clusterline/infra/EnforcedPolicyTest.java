package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.SampleClusters;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/**
 * With docs/iam-policy.json and nothing else a cluster is built and removed; each action counts.
 */
class EnforcedPolicyTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String REGION = "eu-west-3";
  private static final String POLICY = Repository.read("docs/iam-policy.json");

  @BeforeEach
  void enforce() {
    AWS.enforceIam(true);
  }

  @AfterEach
  void calm() {
    AWS.enforceIam(false);
  }

  @Test
  void givenThePolicyOfTheDocsAndNothingElse_whenBuiltAndRemoved_thenNothingIsDenied() {
    Build build = new Build(SampleClusters.small("policy", REGION));
    AccessKey line = userWith("policy", POLICY);

    succeed(as(line, build::apply));
    succeed(as(line, build::removeWithMachines));

    assertThat(AWS.denied()).isEmpty();
    assertThat(World.leftovers(build)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2:CreateTags",
        "ec2:CreateVpc",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:ImportKeyPair",
        "ec2:RunInstances",
        "ec2:AssociateAddress",
        "ec2:ModifySubnetAttribute",
        "ec2:TerminateInstances",
        "ec2:DeleteVpc",
        "iam:PassRole",
        "iam:TagRole",
        "iam:PutRolePolicy",
        "iam:DeleteRole",
        "secretsmanager:CreateSecret"
      })
  void givenOneActionLess_whenBuiltAndRemoved_thenTheMissingOneIsNamed(String action) {
    assertThat(POLICY).contains("\"" + action + "\"");
    String name = action.replace(':', '-').toLowerCase(java.util.Locale.ROOT);
    Build build = new Build(SampleClusters.small(name, REGION));
    AccessKey line = userWith(name, POLICY.replace("\"" + action + "\"", "\"none:None\""));

    StageReport built = as(line, build::apply);
    StageReport removed = as(line, build::removeAll);

    assertThat(AWS.denied()).contains(action);
    assertThat(
            Stream.of(built, removed)
                .flatMap(report -> report.failures().values().stream())
                .filter(failure -> failure.code() == ErrorCode.AWS_DENIED))
        .extracting(ClusterlineException::getMessage)
        .anyMatch(message -> message.contains(action));
  }

  private static AccessKey userWith(String name, String document) {
    try (IamClient iam =
        IamClient.builder()
            .endpointOverride(AWS.endpoint())
            .region(Region.AWS_GLOBAL)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      String user = "line-" + name;
      iam.createUser(r -> r.userName(user));
      String policy =
          iam.createPolicy(r -> r.policyName(user).policyDocument(document)).policy().arn();
      iam.attachUserPolicy(r -> r.userName(user).policyArn(policy));
      return iam.createAccessKey(r -> r.userName(user)).accessKey();
    }
  }

  private static <T> T as(AccessKey key, Supplier<T> work) {
    String id = System.getProperty("aws.accessKeyId");
    String secret = System.getProperty("aws.secretAccessKey");
    System.setProperty("aws.accessKeyId", key.accessKeyId());
    System.setProperty("aws.secretAccessKey", key.secretAccessKey());
    try {
      return work.get();
    } finally {
      System.setProperty("aws.accessKeyId", id);
      System.setProperty("aws.secretAccessKey", secret);
    }
  }
}
