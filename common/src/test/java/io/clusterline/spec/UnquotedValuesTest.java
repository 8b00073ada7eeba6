package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.read;
import static io.clusterline.spec.Specifications.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value without quotes is read as a reader of the file expects, or is refused. */
class UnquotedValuesTest {

  @Test
  void givenYesOrNoUnderAddonValuesWhenReadThenItIsRefusedWithWhatToWrite() {
    assertThat(findings(Cases.text("a04-yaml-bools.yaml")))
        .extracting(Finding::path, Finding::value, Finding::fix)
        .containsExactly(
            tuple(
                "spec.addons[1].values.dex.enabled",
                "no",
                "write true or false, or put it in quotes: \"no\""),
            tuple(
                "spec.addons[1].values.notifications.enabled",
                "off",
                "write true or false, or put it in quotes: \"off\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes", "No", "ON", "off", "y", "N", "1_000", "0b101", "0x_ff", "0400", "-017", "089",
        ".inf", "-.INF", ".nan", "1e999"
      })
  void givenAValueThatHelmReadsOtherwiseWhenReadThenItIsRefused(String text) {
    assertThat(findings(values(text)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.addons[0].values.x[0].y");
          assertThat(finding.value()).isEqualTo(text);
          assertThat(finding.fix()).contains("\"" + text + "\"").doesNotContain("\"\"");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true", "False", "null", "256", "0o400", "0x1F", "0", "0.5", "1.30", "x", "a_b", "now"
      })
  void givenAValueThatAllReadAlikeWhenReadThenItIsAccepted(String text) {
    assertThat(findings(values(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "off", "1_000", "0b101", "0400", ".inf", "true", "1.30"})
  void givenItInQuotesWhenReadThenItIsThatTextAndIsWrittenInQuotesAgain(String text) {
    Cluster cluster = read(values("\"" + text + "\""));
    assertThat(cluster.spec().addons().getFirst().values().toString())
        .isEqualTo("{x=[{y=" + text + "}]}");
    assertThat(read(SpecificationWriter.toYaml(cluster))).isEqualTo(cluster);
  }

  @Test
  void givenAnOctalModeWhenReadThenItIsRefusedWithTheNumberThatItMeans() {
    assertThat(findings(Cases.text("a05-octal-mode.yaml")))
        .extracting(Finding::value, Finding::fix)
        .containsExactly(
            tuple("0400", "write 256 if octal is meant, or put it in quotes: \"0400\""));
  }

  @ParameterizedTest
  @CsvSource({
    "a06-account-zero.yaml, spec.aws.accountId,      012345678901",
    "a06-revision-inf.yaml, spec.gitops.revision,    123e456",
    "a06-version-130.yaml,  spec.kubernetes.version, 1.30"
  })
  void givenATextThatLooksLikeANumberWhenReadThenItsOwnTextIsQuoted(
      String file, String path, String text) {
    assertThat(findings(Cases.text(file)))
        .extracting(Finding::path, Finding::value, Finding::reason, Finding::fix)
        .containsExactly(tuple(path, text, "must be a text", "put it in quotes: \"" + text + "\""));
  }

  @Test
  void givenANumberWithALeadingZeroElsewhereWhenReadThenItIsRefusedToo() {
    assertThat(findings(small().replace("name: worker-1,", "name: worker-1, diskGiB: 040,")))
        .extracting(Finding::path, Finding::value)
        .containsExactly(tuple("spec.nodes[1].diskGiB", "040"));
    assertThat(findings(small().replace("name: worker-1,", "name: worker-1, diskGiB: .inf,")))
        .extracting(Finding::path, Finding::value)
        .containsExactly(tuple("spec.nodes[1].diskGiB", ".inf"));
  }

  /** A merged value that is overridden is not there. */
  @Test
  void givenAnOverriddenValueWhenReadThenOnlyTheOneThatCountsIsJudged() {
    String text =
        small()
            + """
                  values:
                    base: &base {on: "yes", mode: 256}
                    used: {<<: *base, mode: 1}
            """;
    assertThat(read(text).spec().addons().getFirst().values().get("used"))
        .isEqualTo(Map.of("mode", 1, "on", "yes"));
  }

  private static String values(String text) {
    return small() + "      values: {x: [{y: " + text + "}]}\n";
  }
}
