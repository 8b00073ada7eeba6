package io.clusterline.networkpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.networkpolicy.TruthTable.Cell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The evaluator against the API's documentation, known recipes, and what Kubernetes tests. */
class PublishedExamplesTest {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void givenAPublishedExampleThenTheEvaluatorSaysWhatItSays(PublishedCase example) {
    assertThat(example.truthTables().flatMap(table -> faults(example, table))).isEmpty();
  }

  @Test
  void givenTheExamplesThenThereAreEnoughOfThem() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    assertThat(cases().flatMap(PublishedCase::truthTables).mapToInt(it -> it.cells().size()).sum())
        .isGreaterThan(300);
  }

  private static Stream<String> faults(PublishedCase example, TruthTable table) {
    PolicyEvaluator evaluator = example.evaluator();
    return table.cells().stream()
        .flatMap(cell -> {
          Connection connection = connection(example, table, cell);
          Verdict verdict = evaluator.evaluate(connection);
          return verdict.isAllowed() == cell.allowed()
              ? Stream.empty()
              : Stream.of(connection + " is " + verdict);
        });
  }

  private static Connection connection(PublishedCase example, TruthTable table, Cell cell) {
    return new Connection(
        example.endpoint(cell.from()), example.endpoint(cell.to()), table.protocol(), table.port());
  }

  private static Stream<PublishedCase> cases() {
    return Stream.of("documentation", "recipes", "conformance")
        .flatMap(file -> read("/networkpolicy/" + file + ".yaml").stream());
  }

  private static List<PublishedCase> read(String resource) {
    try (InputStream stream = PublishedExamplesTest.class.getResourceAsStream(resource)) {
      return YAML.readerFor(PublishedCase.class)
          .<PublishedCase>readValues(Objects.requireNonNull(stream, resource))
          .readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
