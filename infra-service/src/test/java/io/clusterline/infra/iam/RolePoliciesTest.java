package io.clusterline.infra.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.SampleClusters;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * The roles of the machines allow what the pinned controllers need, and only to those who need it.
 */
class RolePoliciesTest {

  /** Of all inline policies of one role together, without white space. */
  private static final int MOST_INLINE = 10_240;

  private static final String BUCKET = "eco2-images-0123456789ab";

  /**
   * Needed actions that no role has on purpose, each with its reason. None so far: what the
   * catalogue switches off (WAF, Shield) a specification may switch on.
   */
  private static final Set<String> EXCEPTIONS = Set.of();

  @ParameterizedTest
  @CsvSource({
    "aws-load-balancer-controller, ALB_CONTROLLER",
    "aws-ebs-csi-driver, EBS_CSI",
    "external-dns, EXTERNAL_DNS",
  })
  void givenThePinnedController_whenComparedWithItsPolicy_thenEachActionIsAllowedAndNoOther(
      String controller, Policy policy) {
    Set<String> needed = new TreeSet<>(PolicyDocument.texts(pinned(controller).get("actions")));
    needed.removeAll(EXCEPTIONS);

    assertThat(PolicyDocument.of(policy.document("")).actions()).isEqualTo(needed);
  }

  @ParameterizedTest
  @CsvSource({"aws-load-balancer-controller", "aws-ebs-csi-driver", "external-dns"})
  void givenTheCatalogue_whenItsVersionIsRead_thenTheListedActionsAreOfThatVersion(String addon) {
    String catalogue = Repository.read("gitops-service/src/main/resources/catalogue.yaml");
    var entry =
        Pattern.compile("- name: " + addon + "\\n(?:    .*\\n)*?    appVersion: (\\S+)")
            .matcher(catalogue);

    assertThat(entry.find()).isTrue();
    assertThat(pinned(addon).get("version").asString().replaceFirst("^v", ""))
        .isEqualTo(entry.group(1).replaceFirst("^v", ""));
  }

  @ParameterizedTest
  @EnumSource
  void givenTheInlinePoliciesOfARole_whenTheirSizeIsCounted_thenItIsWithinTheLimit(
      MachineGroup group) {
    int size =
        group.policies().stream()
            .mapToInt(policy -> policy.document(BUCKET).replaceAll("\\s", "").length())
            .sum();

    assertThat(size).isLessThanOrEqualTo(MOST_INLINE);
  }

  @Test
  void givenAWorker_whenItsRoleIsRead_thenItChangesNothingInEc2OrItsLoadBalancers() {
    Set<String> actions = new TreeSet<>();
    MachineGroup.WORKERS
        .policies()
        .forEach(policy -> actions.addAll(PolicyDocument.of(policy.document("")).actions()));

    assertThat(actions)
        .isNotEmpty()
        .noneMatch(action -> action.matches("(ec2|elasticloadbalancing|iam|wafv2|shield):.*"));
  }

  @Test
  void givenASpecification_whenItsPoliciesAreChosen_thenRecordsAreForThoseWithExternalDnsOnly() {
    assertThat(MachineGroup.CONTROL_PLANE.policies())
        .filteredOn(policy -> policy.isNeededBy(SampleClusters.small().spec()))
        .doesNotContain(Policy.EXTERNAL_DNS)
        .contains(Policy.EBS_CSI, Policy.SSM_CORE);
    assertThat(MachineGroup.CONTROL_PLANE.policies())
        .filteredOn(policy -> policy.isNeededBy(SampleClusters.eco2().spec()))
        .contains(Policy.EXTERNAL_DNS);
    assertThat(MachineGroup.WORKERS.policies()).doesNotContain(Policy.EXTERNAL_DNS);
  }

  @Test
  void givenExternalDns_whenItsPolicyIsRead_thenItDeletesNoRecord() {
    JsonNode policy = Json.MAPPER.readTree(Policy.EXTERNAL_DNS.document(""));

    assertThat(policy.findValues("route53:ChangeResourceRecordSetsActions"))
        .singleElement()
        .satisfies(actions ->
            assertThat(PolicyDocument.texts(actions)).containsExactly("CREATE", "UPSERT"));
  }

  private static JsonNode pinned(String controller) {
    return Json.MAPPER.readTree(
        Repository.read(
            "infra-service/src/test/resources/pinned-policies/" + controller + ".json"));
  }
}
