package io.clusterline.sandbox.mirror;

import java.util.Collection;
import java.util.stream.Collectors;

/** The index.yaml of a Helm chart repository. */
final class ChartIndex {

  private ChartIndex() {}

  static String of(Collection<ChartArchive> charts) {
    return "apiVersion: v1\ngenerated: \"1970-01-01T00:00:00Z\"\nentries:\n"
        + charts.stream().map(ChartIndex::entry).collect(Collectors.joining());
  }

  private static String entry(ChartArchive chart) {
    return "  %s:\n    - %s      digest: %s\n      urls: [%s]\n"
        .formatted(
            chart.name(),
            chart.metadata().strip().replace("\n", "\n      ") + "\n",
            chart.digest(),
            chart.fileName());
  }
}
