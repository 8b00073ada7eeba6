package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which labels a node may carry. */
class LabelRuleTest {

  private static final String WORKER = "name: worker-2, ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          labels: {a b: c}              | labels["a b"] | its key must be a label key: an optional DNS prefix with a slash, then at most 63 letters, digits, -, _ and .
          labels: {a: "$(reboot)"}      | labels.a      | must be at most 63 letters, digits, -, _ and . with a letter or digit at both ends
          labels: {a: 1}                | labels.a      | must be a text
          labels: {kubernetes.io/hostname: x} | labels["kubernetes.io/hostname"] | the prefix kubernetes.io is reserved for Kubernetes itself
          labels: {topology.kubernetes.io/zone: x} | labels["topology.kubernetes.io/zone"] | the prefix topology.kubernetes.io is reserved for Kubernetes itself
          taints: [{key: "a;b", effect: NoSchedule}] | taints[0].key | must be a label key: an optional DNS prefix with a slash, then at most 63 letters, digits, -, _ and .
          taints: [{key: a, effect: Nope}] | taints[0].effect | must be one of NoSchedule, PreferNoSchedule, NoExecute
          taints: [{key: a, effect: NoExecute}, {key: a, value: b, effect: NoExecute}] | taints[1].key | already used at spec.nodes[2].taints[0].key
          tags: {"aws:x": y}            | tags["aws:x"] | this tag is written by AWS, Kubernetes or Clusterline
          tags: {Name: y}               | tags.Name     | this tag is written by AWS, Kubernetes or Clusterline
          tags: {a: "\\u0001"}          | tags.a        | must be at most 255 characters, none a control character
          """)
  void givenABadLabelTaintOrTagWhenReadThenItIsTheOneFinding(
      String field, String path, String reason) {
    assertThat(findings(smallWith(WORKER, WORKER + field + ", ")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.nodes[2]." + path);
          assertThat(finding.reason()).isEqualTo(reason);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "labels: {node-role.kubernetes.io/api: auth}",
        "labels: {example.org/team_1.a: \"\"}",
        "labels: {phase: \"1\"}",
        "taints: [{key: a, effect: NoExecute}, {key: a, effect: NoSchedule}]",
        "tags: {Domain: \"scan,chat\", Übersicht: größer}"
      })
  void givenAGoodLabelTaintOrTagWhenReadThenNothingIsWrong(String field) {
    assertThat(findings(smallWith(WORKER, WORKER + field + ", "))).isEmpty();
  }
}
