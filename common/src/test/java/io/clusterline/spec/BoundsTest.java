package io.clusterline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small message must not cost much memory: a service has less than 100 MiB. */
class BoundsTest {

  private static final long MIB = 1 << 20;

  @Test
  void givenThreeHundredThousandNodesWhenReadThenTheyAreRefusedInLittleMemory() {
    JsonNode bomb = json("{\"spec\": {\"nodes\": [" + "{},".repeat(299_999) + "{}]}}");
    assertThat(allocated(() -> SpecificationReader.of(bomb))).isLessThan(MIB);
    assertThat(findings(bomb))
        .singleElement()
        .hasToString("spec.nodes: has 300000 elements, more than 1000; remove some of them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{},", "[],", "a,", "{a: b},", "1,"})
  void givenAHundredThousandElementsOfYamlWhenReadThenTheyAreRefusedInLittleMemory(String item) {
    String text = "spec:\n  nodes: [" + item.repeat(500_000 / item.length()) + "]\n";
    assertThat(allocated(() -> Specifications.read(text))).isLessThan(8 * MIB);
    assertThat(Specifications.findings(text))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).matches("test\\.yaml:2:\\d+");
          assertThat(finding.reason()).contains("more than 1000 elements");
        });
  }

  /** Each of forty thousand fields is a finding of its own. */
  @Test
  void givenManyMoreMistakesThanAreShownWhenReadThenTheyAreCountedAndNotKept() {
    String node =
        IntStream.range(0, 900)
            .mapToObj(i -> "\"x" + i + "\": 1")
            .collect(Collectors.joining(",", "{", "}"));
    String nodes = IntStream.range(0, 45).mapToObj(i -> node).collect(Collectors.joining(","));
    JsonNode bomb = json("{\"spec\": {\"nodes\": [" + nodes + "]}}");

    List<Finding> findings = findings(bomb);

    assertThat(findings).hasSize(51);
    assertThat(findings.getLast().reason()).matches("40\\d\\d\\d more findings are not shown");
    assertThat(String.join("", findings.toString())).hasSizeLessThan(20_000);
  }

  @Test
  void givenMoreValuesThanAnySpecificationHasWhenReadThenTheyAreRefused() {
    String list = "[" + "1,".repeat(999) + "1]";
    String lists = IntStream.range(0, 60).mapToObj(i -> list).collect(Collectors.joining(","));
    assertThat(findings(json("[" + lists + "]")))
        .singleElement()
        .satisfies(f -> assertThat(f.reason()).contains("more than 50000 values"));
  }

  @Test
  void givenAnObjectOfTooManyFieldsWhenReadThenItIsRefused() {
    String fields =
        IntStream.range(0, 1_001)
            .mapToObj(i -> "\"k" + i + "\": \"v\"")
            .collect(Collectors.joining(","));
    assertThat(findings(json("{\"metadata\": {\"labels\": {" + fields + "}}}")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.path()).isEqualTo("metadata.labels"));
  }

  @Test
  void givenALongTextOrKeyWhenReadThenItIsRefusedWithItsPlace() {
    String text = "x".repeat(70_000);
    assertThat(findings(json("{\"kind\": \"" + text + "\"}")))
        .singleElement()
        .hasToString("kind: has 70000 characters, more than 65536; shorten it");
    assertThat(Specifications.findings("a: 1\nkind: " + text))
        .singleElement()
        .satisfies(finding -> assertThat(finding.path()).isEqualTo("test.yaml:2:7"));
    assertThat(findings(json("{\"" + text.substring(0, 2_000) + "\": 1}")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("its key has 2000 characters"));
  }

  /** Sixty kilobytes of YAML that are more than a megabyte of JSON. */
  @Test
  void givenAliasesThatMakeALargeEventWhenReadThenTheSizeAndTheLimitAreReported() {
    String text =
        Specifications.small()
            + "      values:\n        big: &big "
            + "x".repeat(50_000)
            + "\n        all: ["
            + "*big, ".repeat(20)
            + "]\n";
    assertThat(Specifications.findings(text))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).startsWith("spec.addons[0].values.all[");
          assertThat(finding.reason()).contains("more than 524288 bytes as JSON");
        });
  }

  @Test
  void givenFiveHundredNodesWithEverythingWhenCheckedThenTheyAreWithinTheBounds() {
    JsonNode node =
        SpecificationWriter.toTree(Specifications.read(Specifications.eco2())).at("/spec/nodes/4");
    String nodes =
        IntStream.range(0, 500).mapToObj(i -> node.toString()).collect(Collectors.joining(","));
    Bounds.check(json("{\"spec\": {\"nodes\": [" + nodes + "]}}"));
  }

  private static List<Finding> findings(JsonNode specification) {
    return catchThrowableOfType(
            InvalidSpecificationException.class,
            () -> SpecificationReader.of(specification, Specifications.DAY))
        .findings();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  /** Bytes that this thread allocates; the second run, because the first one loads classes. */
  private static long allocated(Runnable reading) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    catchThrowableOfType(InvalidSpecificationException.class, reading::run);
    long before = threads.getCurrentThreadAllocatedBytes();
    catchThrowableOfType(InvalidSpecificationException.class, reading::run);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
