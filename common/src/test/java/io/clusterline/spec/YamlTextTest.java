package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.read;
import static io.clusterline.spec.Specifications.small;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void givenAnchorsAndMergeKeysWhenReadThenTheyAreExpanded() {
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
        .satisfies(finding -> assertThat(finding.reason()).contains("aliases"));
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
    assertThat(findings(small() + "#".repeat(Bounds.MAX_BYTES)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("more than 524288"));
  }

  @Test
  void givenSixtyUsesOfOneAnchorWhenReadThenEachIsWhatItNames() {
    assertThat(read(Cases.text("a20-sixty-nodes.yaml")).spec().nodes())
        .hasSize(61)
        .allSatisfy(node -> assertThat(node.type()).isEqualTo("t3a.medium"));
  }

  /** Merging is the library's, and it copies entries: what it would copy is counted beforehand. */
  @Test
  void givenMergesOfManyLargeMapsWhenReadThenTheyAreRefusedBeforeTheyAreMade() {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, 50)
        .forEach(map -> {
          text.append("m%d: &m%d\n".formatted(map, map));
          IntStream.range(0, 100).forEach(i -> text.append("  k%d-%d: v\n".formatted(map, i)));
        });
    String all = IntStream.range(0, 50).mapToObj(i -> "*m" + i).collect(Collectors.joining(", "));
    IntStream.range(0, 900).forEach(i -> text.append("x%d: {<<: [%s]}\n".formatted(i, all)));
    assertThat(findings(text.toString()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).matches("test\\.yaml:\\d+:\\d+");
          assertThat(finding.reason()).contains("once its aliases are expanded");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'a: 1\nb: {1: x, \"1\": y}\n', test.yaml:2:11, found duplicate key 1",
    "'a: 1\nb: !foo x\n', test.yaml:2:4, tag !foo is not understood",
    "'a: 1\nb: !!int x\n', test.yaml:2:4, has no value",
    "'a: 1\n? [b]\n: c\n', test.yaml:2:3, a key must be a text",
    "'a: 1\nb: {<<: 3}\n', test.yaml:3:1, not readable: Expected mapping node",
    "'a: 1\nb: *c\n', test.yaml:2:4, undefined alias",
    "'a: &a\n  b: *a\n', test.yaml:1:4, aliases expand without end"
  })
  void givenSomethingUnreadableWhenReadThenItsLineIsNamed(String text, String path, String reason) {
    assertThat(findings(text))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.reason()).contains(reason);
        });
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
