package io.clusterline.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Any mutation of eco2.yaml yields a cluster or findings, and nothing else. */
class MutationTest {

  private static final String ECO2 = Specifications.eco2();
  private static final String CHARACTERS = "\n\t {}[]:,-#&*!|>'\"%@`$;\\0a9é\u0000\u202e\uD800/.";
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "99999999999999999999",
          "1.5",
          "\"\"",
          "\"$(reboot)\"",
          "\"10.0.0.0/8\"",
          "\"300.0.0.0/8\"",
          "[]",
          "{}",
          "[[]]",
          "{\"a\": 1}",
          "[null]",
          "\"1.36.3\"");

  @RepeatedTest(100)
  void givenMutatedTextWhenReadThenAClusterOrFindingsComeOut(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    StringBuilder text = new StringBuilder(ECO2);
    for (int mutations = 1 + random.nextInt(4); mutations > 0; mutations--) {
      mutate(text, random);
    }
    assertClusterOrFindings(text.toString());
  }

  @RepeatedTest(300)
  void givenMutatedFieldsWhenReadThenAClusterOrFindingsComeOut(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    JsonNode tree = SpecificationWriter.toTree(Specifications.read(ECO2));
    for (int mutations = 1 + random.nextInt(4); mutations > 0; mutations--) {
      mutate(tree, random);
    }
    assertClusterOrFindings(tree.toString());
  }

  private static void assertClusterOrFindings(String text) {
    try {
      Cluster cluster = Specifications.read(text);
      assertThat(Specifications.read(SpecificationWriter.toYaml(cluster)).equals(cluster))
          .as("what was written is read back")
          .isTrue();
    } catch (InvalidSpecificationException e) {
      assertThat(e.findings()).isNotEmpty().hasSizeLessThan(52);
      assertThat(e.findings())
          .allSatisfy(finding -> {
            assertThat(finding.reason()).isNotBlank();
            assertThat(finding.fix()).isNotBlank();
            assertThat(finding.toString().codePoints()).noneMatch(Character::isISOControl);
          });
    } catch (RuntimeException | StackOverflowError e) {
      fail("neither a cluster nor findings for:\n" + text, e);
    }
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(40));
    switch (random.nextInt(3)) {
      case 0 -> text.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      case 1 -> text.delete(at, end);
      default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
    }
  }

  private static void mutate(JsonNode tree, Random random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(tree, containers);
    JsonNode value = JsonMapper.shared().readTree(VALUES.get(random.nextInt(VALUES.size())));
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object -> mutate(object, value, random);
      case ArrayNode array when array.isEmpty() || random.nextBoolean() -> array.add(value);
      case ArrayNode array -> array.set(random.nextInt(array.size()), value);
      default -> throw new AssertionError("only containers were collected");
    }
  }

  private static void mutate(ObjectNode object, JsonNode value, Random random) {
    List<String> names = List.copyOf(object.propertyNames());
    String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(3)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(name + "x", value);
      default -> object.set(name, value);
    }
  }

  private static void collect(JsonNode tree, List<JsonNode> containers) {
    if (tree.isContainer()) {
      containers.add(tree);
      tree.forEach(child -> collect(child, containers));
    }
  }
}
