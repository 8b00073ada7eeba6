package io.clusterline.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * {@code docs/outage-report.md}, in the manner of Jepsen's reports on RabbitMQ: requests, the
 * broker's answers, and the final state.
 *
 * @param lost acknowledged, and missing in the end
 * @param duplicated resources that exist twice, and stages that ended under two ids
 * @param recovered without an answer, and present in the end
 * @param again endings that were published again under their own id
 * @param deaths of workers
 */
record OutageReport(
    Requests requests,
    long lost,
    long duplicated,
    long recovered,
    long again,
    int deaths,
    Chaos chaos,
    Duration duration,
    DrillSize size) {

  private static final Path DOCUMENT = Path.of("..", "docs", "outage-report.md");

  private static final String TEXT =
      """
      # Clusters asked for during outages

      Written by `OutageTest` (module `bench`, `-Dclusterline.drill.write=true`); nothing here is typed. A client asks for
      clusters, one after the other, over a wire to the broker that is cut and stalls; two workers build them, over the
      same wire and one to the state store that is no better; the broker and the workers are killed. What broke came in
      turn, at random moments, until every cluster had been asked for and each kind had come at least once. Then everything
      was left alone, and counted. [Drills](drills.md) says what is real in it: accept, the engine, RabbitMQ and the state
      store are; the layers' things are pretended, in a world where asking twice makes two.

      | | |
      |---|---|
      | attempted | %d |
      | acknowledged | %d |
      | no answer | %d |
      | **lost**: acknowledged, and not there in the end | **%d** |
      | **duplicated**: a thing that is there twice, a stage that ended under two ids | **%d** |
      | recovered: no answer, and there in the end | %d |
      | endings said again under the id that they had, after a break | %d |
      | deaths of workers | %d |
      | from the first request to the end of the last build | %d s |
      | size and seed | %s |

      | what was broken | times |
      |---|---|
      %s
      """;

  void write() {
    if (Boolean.getBoolean("clusterline.drill.write")) {
      try {
        Files.writeString(DOCUMENT, text());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String text() {
    return TEXT.formatted(
        requests.all().size(),
        requests.acknowledged().size(),
        requests.unknown().size(),
        lost,
        duplicated,
        recovered,
        again,
        deaths,
        duration.toSeconds(),
        size,
        chaos.counts().entrySet().stream()
            .map(blow -> "| %s | %d |".formatted(blow.getKey().title(), blow.getValue()))
            .collect(Collectors.joining("\n")));
  }

  String outcome() {
    return "attempted %d, acknowledged %d, lost %d, duplicated %d, recovered %d"
        .formatted(
            requests.all().size(), requests.acknowledged().size(), lost, duplicated, recovered);
  }

  String evidence() {
    return "%s; %d requests without an answer, %d of them were there; %d endings said again under their own id; %s; [report](outage-report.md)"
        .formatted(chaos, requests.unknown().size(), recovered, again, size);
  }
}
