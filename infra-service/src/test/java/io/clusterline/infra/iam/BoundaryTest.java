package io.clusterline.infra.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.Repository;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/iam-boundary.json takes nothing from the machines' roles, and lets nobody climb. */
class BoundaryTest {

  /** Of a customer managed policy, without white space. */
  private static final int MOST_MANAGED = 6_144;

  private static final PolicyDocument BOUNDARY = read("iam-boundary.json");

  @ParameterizedTest
  @EnumSource
  void givenTheRightsOfARole_whenComparedWithTheBoundary_thenEachIsWithinIt(MachineGroup group) {
    Set<String> beyond = new TreeSet<>();
    group
        .policies()
        .forEach(policy -> beyond.addAll(PolicyDocument.of(policy.document("")).actions()));
    beyond.removeIf(BOUNDARY::allows);

    assertThat(beyond).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iam:CreateUser",
        "iam:CreateAccessKey",
        "iam:CreateRole",
        "iam:PutRolePolicy",
        "iam:PassRole",
        "iam:CreatePolicyVersion",
        "sts:AssumeRole",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameter",
        "ssm:SendCommand",
        "s3:PutBucketPolicy",
        "ec2:RunInstances",
        "ec2:TerminateInstances",
        "ec2:ModifyInstanceAttribute"
      })
  void givenTheBoundary_whenAMachineWouldWantMore_thenItIsBeyondIt(String action) {
    assertThat(BOUNDARY.allows(action)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iam-policy.json", "iam-policy-earlier-clusters.json"})
  void givenThePoliciesOfThePipeline_whenRightsAreGiven_thenOnlyWithinTheBoundary(String file) {
    assertThat(read(file).allowing())
        .filteredOn(statement ->
            PolicyDocument.texts(statement.get("Action")).stream()
                .anyMatch(action -> action.matches("iam:(CreateRole|Put.*)")))
        .isNotEmpty()
        .allSatisfy(statement -> {
          assertThat(statement.at("/Condition/ArnLike/iam:PermissionsBoundary").asString())
              .isEqualTo("arn:aws:iam::*:policy/clusterline/machines");
          assertThat(PolicyDocument.texts(statement.get("Resource")))
              .allMatch(resource -> resource.matches(".*:role/(clusterline/\\*|\\*-node)"));
        });
  }

  @Test
  void givenThePolicyOfThePipeline_whenRead_thenItCannotChangePoliciesOrTakeABoundaryAway() {
    assertThat(read("iam-policy.json").actions())
        .doesNotContain(
            "iam:DeleteRolePermissionsBoundary",
            "iam:CreatePolicy",
            "iam:CreatePolicyVersion",
            "iam:AttachRolePolicy",
            "iam:UpdateAssumeRolePolicy")
        .noneMatch(action -> action.contains("*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iam-boundary.json", "iam-policy.json"})
  void givenAManagedPolicy_whenItsSizeIsCounted_thenItIsWithinTheLimit(String file) {
    assertThat(Repository.read("docs/" + file).replaceAll("\\s", "").length())
        .isLessThanOrEqualTo(MOST_MANAGED);
  }

  private static PolicyDocument read(String file) {
    return PolicyDocument.of(Repository.read("docs/" + file));
  }
}
