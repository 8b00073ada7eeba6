package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.read;
import static io.clusterline.spec.Specifications.small;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SpecificationReaderTest {

  @Test
  void givenManyMistakesWhenReadThenAllAreFoundAtOnce() {
    String text =
        small()
            .replace(
                "name: worker-2, types: [t3a.medium, t3.medium]", "name: worker-1, typ: t3a.medium")
            .replace("10.0.2.0/24", "10.9.2.0/24")
            .replace("\"1.36.3\"", "\"1.28.4\"")
            .replace("role: control-plane, ", "")
            .replace("region: ap-northeast-2", "region: ap-northeast-9")
            .replace("vpcCidr: 10.0.0.0/16", "vpcCidr: 10.0.0.0/16\n    podCidr: 10.0.0.0/12");
    assertThat(findings(text))
        .extracting(Finding::path)
        .contains(
            "spec.nodes[2].typ",
            "spec.nodes[2].type",
            "spec.nodes[2].name",
            "spec.nodes",
            "spec.network.subnets[1].cidr",
            "spec.network.podCidr",
            "spec.kubernetes.version",
            "spec.aws.region");
  }

  @ParameterizedTest
  @CsvSource({
    "vpcCidr,   vpcCird,     did you mean vpcCidr?",
    "diskGiB,   discGib,     did you mean diskGiB?",
    "subnet,    whatever,    'use one of name, role, type, types, diskGiB, subnet, labels, taints, tags'"
  })
  void givenAnUnknownFieldWhenReadThenTheNearestKnownOneIsNamed(
      String known, String wrong, String fix) {
    String text =
        smallWith("subnet: public-b}", "subnet: public-b, diskGiB: 30}")
            .replaceFirst("\\b" + known + ": (?!public-a)", wrong + ": ");
    assertThat(findings(text))
        .anySatisfy(finding -> {
          assertThat(finding.path()).endsWith(wrong);
          assertThat(finding.reason()).isEqualTo("unknown field");
          assertThat(finding.fix()).isEqualTo(fix);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(reboot)",
        "a;b",
        "`id`",
        "-rf",
        "a\\nb",
        "eco2\\n",
        "größe",
        "Eco2",
        "a.b",
        "a b",
        "..",
        "' or 1=1",
        "\\u202eeco2",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      })
  void givenAHostileNameWhenReadThenItIsRefusedAtAnyField(String name) {
    assertThat(findings(smallWith("name: small", "name: \"" + name + "\"")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.path()).isEqualTo("metadata.name"));
    String longer = name.startsWith("xxx") ? name + name : name;
    assertThat(findings(smallWith("name: worker-2", "name: \"" + longer + "\"")))
        .extracting(Finding::path)
        .containsExactly("spec.nodes[2].name");
  }

  @Test
  void givenAHostileValueWhenReportedThenItIsShortAndHasNoControlCharacters() {
    String escape = "\\u001b[31m\\u202e" + "x".repeat(300);
    Finding finding = findings(smallWith("name: small", "name: \"" + escape + "\"")).getFirst();
    assertThat(finding.value()).startsWith("\\u001b[31m\\u202exxx").endsWith("…");
    assertThat(finding.value().codePoints()).allMatch(c -> c >= ' ').hasSizeLessThan(100);
  }

  @Test
  void givenCredentialsInAUrlWhenReportedThenTheyAreHidden() {
    String text =
        smallWith("  aws:", "  mirrors: {charts: \"https://me:s3cret@example.org\"}\n  aws:");
    assertThat(findings(text))
        .singleElement()
        .satisfies(f -> assertThat(f.toString()).contains("***").doesNotContain("s3cret"));
  }

  @Test
  void givenAFieldWithoutValueWhenReadThenItCountsAsAbsent() {
    assertThat(read(smallWith("  aws:", "  domain:\n  aws:")).spec().domain()).isNull();
    assertThat(findings(smallWith("name: small #", "name: #")))
        .extracting(Finding::path, Finding::reason)
        .containsExactly(tuple("metadata.name", "missing"));
  }

  @Test
  void givenAWholeNumberWithAFractionOfZeroWhenReadThenItIsThatNumber() {
    String text = smallWith("name: worker-2, ", "name: worker-2, diskGiB: 40.0, ");
    assertThat(read(text).spec().nodes().getLast().diskGiB()).isEqualTo(40);
  }

  @Test
  void givenNoSubnetAtAllWhenReadThenOnlyThatIsReported() {
    String text = small().replaceAll("(?s)subnets:.*?\n\n", "subnets: []\n\n");
    assertThat(findings(text)).extracting(Finding::path).containsExactly("spec.network.subnets");
  }

  @Test
  void givenAThousandMistakesWhenReadThenFiftyAreShownAndTheRestCounted() {
    String text = small() + "    - name: a-1\n".repeat(900);
    assertThat(findings(text))
        .hasSize(51)
        .last()
        .satisfies(finding -> assertThat(finding.reason()).contains("1749 more findings"));
  }

  @Test
  void givenASpecificationInAnEventWhenReadThenItIsTheSame() {
    String json = SpecificationWriter.toJson(read(small()));
    assertThat(SpecificationReader.of(JsonMapper.shared().readTree(json), Specifications.DAY))
        .isEqualTo(read(small()));
  }

  @Test
  void givenAReleaseInItsLastDayOfSupportWhenReadThenItIsAcceptedAndTheDayAfterRefused() {
    Clock last = Clock.fixed(Instant.parse("2027-06-28T23:59:59Z"), ZoneOffset.UTC);
    assertThat(SpecificationReader.read(small(), "small.yaml", last)).isEqualTo(read(small()));
    Clock after = Clock.offset(last, Duration.ofSeconds(1));
    assertThatThrownBy(() -> SpecificationReader.read(small(), "small.yaml", after))
        .isInstanceOf(InvalidSpecificationException.class)
        .hasMessageContaining("spec.kubernetes.version: 1.36.3: out of support since 2027-06-28");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "3", "\"text\"", "{}", "{\"spec\": []}"})
  void givenSomethingElseInAnEventWhenReadThenThereAreFindings(String json) {
    assertThat(findings(json)).isNotEmpty();
  }
}
