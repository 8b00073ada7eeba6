package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The newest build of every cluster, as the whole journal tells up to now. */
final class Builds {

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration QUIET = Duration.ofMillis(300);

  private Builds() {}

  static Map<String, BuildView> read(String amqpUri) throws IOException {
    try (JournalReader journal = JournalReader.open(amqpUri, "first")) {
      Map<String, BuildView> builds = new TreeMap<>();
      Optional<Entry> entry = journal.next(FIRST);
      while (entry.isPresent()) {
        var event = entry.get().event();
        builds.merge(
            event.subject(), BuildView.of(event.subject()).with(event), (build, first) -> build.with(event));
        entry = journal.next(QUIET);
      }
      return builds;
    }
  }
}
