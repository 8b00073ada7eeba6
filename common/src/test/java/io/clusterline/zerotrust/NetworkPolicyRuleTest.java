package io.clusterline.zerotrust;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.spec.Finding;
import io.clusterline.spec.Specifications;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies of a user's own, in the specification. */
class NetworkPolicyRuleTest {

  private static final String POLICY = "spec.networkPolicies.additional[0]";

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {podSelector: {}}                                              | every pod → coredns (names; TCP for long answers)
          {podSelector: {matchLabels: {k8s-app: kube-dns}}, policyTypes: [Egress]} | coredns → api server (Services)
          {podSelector: {matchLabels: {k8s-app: kube-dns}}, ingress: [{ports: [{protocol: UDP, port: 53}]}]} | every pod → coredns
          {podSelector: {matchLabels: {k8s-app: kube-dns}}, ingress: [{from: [{namespaceSelector: {matchLabels: {name: shop}}}]}]} | every pod → coredns
          {podSelector: {matchExpressions: [{key: app.kubernetes.io/name, operator: In, values: [metrics-server]}]}} | api server → metrics-server (aggregated API)
          {podSelector: {matchLabels: {k8s-app: calico-kube-controllers}}, policyTypes: [Egress]} | calico-kube-controllers → api server
          """)
  void givenAPolicyThatIsolatesThePlatformWhenReadThenItIsRefusedWithWhatItCutsOff(
      String policy, String lost) {
    assertThat(findings("kube-system", policy))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(POLICY);
          assertThat(finding.value()).isEqualTo("kube-system/own");
          assertThat(finding.reason()).startsWith("cuts off a part of the platform").contains(lost);
          assertThat(finding.fix()).isNotBlank();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{podSelector: {matchLabels: {app: mine}}}",
        "{podSelector: {matchLabels: {k8s-app: kube-dns}}, ingress: [{ports: [{protocol: UDP, port:"
            + " 53}, {port: 53}, {port: 9153}]}]}",
        "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}]}"
      })
  void givenAPolicyThatLeavesThePlatformWhatItNeedsWhenReadThenItIsTaken(String policy) {
    assertThat(findings("kube-system", policy)).isEmpty();
  }

  /** Isolated anyway: there it can only allow more. */
  @Test
  void givenAPolicyOfANamespaceWithATierWhenReadThenItIsTaken() {
    assertThat(findings("shop", "{podSelector: {}, policyTypes: [Ingress, Egress]}")).isEmpty();
  }

  /** Argo CD's namespace has no tier here, so nothing else would allow what it needs. */
  @Test
  void givenAPolicyThatIsolatesAnAddonWhenReadThenItIsRefused() {
    assertThat(findings("argocd", "{podSelector: {}, policyTypes: [Egress]}"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("infrastructure → api server"));
  }

  @ParameterizedTest(name = "{0} {1} {2} -> {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shpo   | own          | {podSelector: {}} | .namespace | no namespace of the specification
          shop   | clusterline-default-deny | {podSelector: {}} | .name      | already used by a policy of the tiers
          shop   | own          | {podSelector: {}, ingres: []} | .spec.ingres | unknown field; known are podSelector, policyTypes, ingress, egress
          shop   | own          | {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/40}}]}]} | .spec.ingress[0].from[0].ipBlock.cidr | the prefix is longer than the address: 10.0.0.0/40
          """)
  void givenAPolicyThatKubernetesWouldNotTakeWhenReadThenTheFieldIsNamed(
      String namespace, String name, String policy, String field, String reason) {
    assertThat(findings(namespace, name, policy))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(POLICY + field);
          assertThat(finding.reason()).isEqualTo(reason);
          assertThat(finding.fix()).isNotBlank();
        });
  }

  private static List<Finding> findings(String namespace, String policy) {
    return findings(namespace, "own", policy);
  }

  private static List<Finding> findings(String namespace, String name, String policy) {
    String more =
        "- name: metrics-server\n"
            + "    - name: argo-cd\n"
            + "  namespaces: [{name: shop, labels: {tier: business-logic}}, {name: argocd}]\n"
            + "  networkPolicies:\n"
            + "    additional: [{namespace: %s, name: %s, spec: %s}]\n";
    return Specifications.findings(
        Specifications.smallWith(
            "- name: metrics-server", more.formatted(namespace, name, policy)));
  }
}
