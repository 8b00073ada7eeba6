package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.read;
import static io.clusterline.spec.Specifications.small;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YamlTextTest {

  @Test
  void givenADuplicateKeyWhenReadThenLineAndColumnAreNamed() {
    assertThat(findings("kind: Cluster\nkind: Cluster\n"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("test.yaml:2:1");
          assertThat(finding.reason()).contains("found duplicate key kind");
        });
  }

  @Test
  void givenInvalidYamlWhenReadThenLineAndColumnAreNamed() {
    assertThat(findings("kind: [Cluster\nspec: {"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.path()).matches("test\\.yaml:\\d+:\\d+"));
  }

  @Test
  void givenTwoDocumentsWhenReadThenTheyAreRefused() {
    assertThat(findings(small() + "---\n" + small()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("single document"));
  }

  @Test
  void givenNothingWhenReadThenThereIsAFinding() {
    assertThat(findings("")).isNotEmpty();
    assertThat(findings("# only a comment\n")).isNotEmpty();
  }

  @Test
  void givenAnchorsAndMergeKeysWhenReadThenTheyStandForWhatTheyName() {
    String text =
        smallWith(
            "    - {name: worker-1, type: t3a.medium, subnet: public-a}",
            "    - &worker {name: worker-1, type: t3a.medium, subnet: public-a}\n"
                + "    - {<<: *worker, name: worker-3}");
    assertThat(read(text).spec().nodes())
        .filteredOn(node -> node.name().equals("worker-3"))
        .singleElement()
        .satisfies(node -> assertThat(node.subnet()).isEqualTo("public-a"));
  }

  @Test
  void givenAliasesOfAliasesWhenReadThenTheyAreNotExpandedToTheEnd() {
    StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
    IntStream.range(1, 25)
        .forEach(i -> text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1)));
    assertThat(findings(text.toString()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("expand without end"));
  }

  @Test
  void givenAnAliasOfItselfWhenReadThenItIsRefused() {
    assertThat(findings("spec: &a {nodes: [*a]}")).hasSize(1);
  }

  @Test
  void givenDepthWithoutEndWhenReadThenItIsRefusedAndNoStackOverflows() {
    assertThat(findings("a: " + "[".repeat(100_000)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("deeper than 32"));
    assertThat(findings("{\"a\":".repeat(400) + "1" + "}".repeat(400))).hasSize(1);
  }

  @Test
  void givenMoreThanHalfAMebibyteWhenReadThenItIsRefused() {
    assertThat(findings(small() + "#".repeat(YamlText.MAX_BYTES)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("more than 524288"));
  }

  @Test
  void givenAForeignTagWhenReadThenNoClassIsLoaded() {
    assertThat(findings("!!javax.script.ScriptEngineManager [x]")).hasSize(1);
  }

  @Test
  void givenJsonIndentedWithTabsWhenReadThenItIsRead() {
    String json = SpecificationWriter.toJson(read(small())).replace(",", ",\n\t");
    assertThat(read(json)).isEqualTo(read(small()));
  }

  @Test
  void givenJsonWithADuplicateKeyWhenReadThenItIsRefused() {
    assertThat(findings("{\"kind\": \"Cluster\", \"kind\": \"Cluster\"}"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("duplicate key"));
  }
}
