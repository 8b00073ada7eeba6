package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules about ranges, each of which takes two fields to break. */
class RangeTest {

  private static final String VPC = "vpcCidr: 10.0.0.0/16";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          podCidr: 10.0.0.0/14      | podCidr     | overlaps spec.network.vpcCidr (10.0.0.0/16)
          podCidr: 169.254.0.0/16   | podCidr     | overlaps 169.254.0.0/16, which is reserved (link-local and instance metadata)
          podCidr: 10.1.0.0/25      | podCidr     | Kubernetes allows the pods a prefix from /8 to /24
          podCidr: 10.1.0.0/23      | podCidr     | every node gets a /24 of it: room for 2 nodes, not 3
          serviceCidr: 10.0.128.0/20 | serviceCidr | overlaps spec.network.vpcCidr (10.0.0.0/16)
          serviceCidr: 192.168.0.0/20 | serviceCidr | overlaps spec.network.podCidr (192.168.0.0/16)
          serviceCidr: 10.16.0.0/11 | serviceCidr | host bits are set; the range is 10.0.0.0/11
          serviceCidr: 10.32.0.0/11 | serviceCidr | Kubernetes allows the services a prefix from /12 to /28
          existingVpcId: vpc-1      | existingVpcId | must be the id of a VPC
          """)
  void givenARangeThatDoesNotFitWhenReadThenItIsTheOneFinding(
      String field, String name, String reason) {
    assertThat(findings(smallWith(VPC, field + "\n    " + VPC)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.network." + name);
          assertThat(finding.reason()).isEqualTo(reason);
        });
  }

  @Test
  void givenMoreNodesThanASubnetHoldsWhenReadThenTheSubnetIsTheFinding() {
    String more =
        IntStream.range(0, 12)
            .mapToObj("    - {name: n-%d, type: t3a.medium, subnet: public-b}\n"::formatted)
            .collect(Collectors.joining());
    String text = smallWith("  addons:", more + "  addons:").replace("10.0.2.0/24", "10.0.2.0/28");
    assertThat(findings(text))
        .extracting(Finding::path, Finding::reason)
        .containsExactly(
            tuple(
                "spec.network.subnets[1].cidr",
                "room for 11 nodes (AWS keeps five addresses), not 13"));
  }

  @Test
  void givenAnOpenDoorWhenItIsWrittenDownThenItIsAccepted() {
    assertThat(findings(smallWith("apiCidrs: [203.0.113.0/24]", "apiCidrs: [0.0.0.0/0]")))
        .isEmpty();
  }

  @Test
  void givenTwoSubnetsOfOneNameWhenReadThenTheSecondIsAFinding() {
    assertThat(findings(smallWith("name: public-b", "name: public-a")))
        .extracting(Finding::path)
        .contains("spec.network.subnets[1].name");
  }
}
