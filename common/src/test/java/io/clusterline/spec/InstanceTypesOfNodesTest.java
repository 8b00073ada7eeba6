package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.read;
import static io.clusterline.spec.Specifications.small;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node names one type, or several in order of preference. */
class InstanceTypesOfNodesTest {

  private static final String TYPES = "types: [t3a.medium, t3.medium]";

  @Test
  void givenOneTypeOrSeveralWhenReadThenBothAreKeptAsWritten() {
    var nodes = read(small()).spec().nodes();
    assertThat(nodes.getFirst().type()).isEqualTo("t3a.medium");
    assertThat(nodes.getFirst().types()).isEmpty();
    assertThat(nodes.getLast().type()).isNull();
    assertThat(nodes.getLast().types()).containsExactly("t3a.medium", "t3.medium");
  }

  @Test
  void givenOneTypeOrSeveralWhenWrittenThenTheyAreReadTheSame() {
    Cluster cluster = read(small());
    assertThat(read(SpecificationWriter.toYaml(cluster))).isEqualTo(cluster);
    assertThat(SpecificationReader.of(SpecificationWriter.toTree(cluster), Specifications.DAY))
        .isEqualTo(cluster);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          types: [t3a.medium, t4g.medium]                   | spec.nodes[2].types[1] | an arm64 machine, and Clusterline builds x86-64 clusters only
          types: [t3a.medium, t3.micro]                     | spec.nodes[2].types[1] | has less than 4 GiB of memory: kubelet, Calico, the CSI driver and one application do not fit, pods are killed and image pulls stall
          types: [t3a.medium, t3a.medium]                   | spec.nodes[2].types[1] | is named twice
          types: [t3a.medium], type: t3.medium              | spec.nodes[2].types    | type is given too
          types: []                                         | spec.nodes[2].type     | missing
          diskGiB: 40                                       | spec.nodes[2].type     | missing
          """)
  void givenTypesThatCannotBeWhenReadThenTheOneFindingNamesThem(
      String written, String path, String reason) {
    assertThat(findings(smallWith(TYPES, written)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.reason()).isEqualTo(reason);
        });
  }
}
