package io.clusterline.spec;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The minor releases of Kubernetes and the day that each one's support ends. */
final class KubernetesReleases {

  private static final SortedMap<Integer, LocalDate> END_OF_LIFE =
      new TreeMap<>(
          Map.of(
              28, LocalDate.of(2024, 10, 28),
              29, LocalDate.of(2025, 2, 28),
              30, LocalDate.of(2025, 7, 15),
              31, LocalDate.of(2025, 11, 11),
              32, LocalDate.of(2026, 2, 28),
              33, LocalDate.of(2026, 6, 28),
              34, LocalDate.of(2026, 10, 27),
              35, LocalDate.of(2027, 2, 28),
              36, LocalDate.of(2027, 6, 28),
              37, LocalDate.of(2027, 10, 28)));

  private KubernetesReleases() {}

  /** The last day of support for 1.{@code minor}, if that release is known. */
  static Optional<LocalDate> endOfLife(int minor) {
    return Optional.ofNullable(END_OF_LIFE.get(minor));
  }

  /** Whether 1.{@code minor} is older than every release we know. */
  static boolean isOlderThanKnown(int minor) {
    return minor < END_OF_LIFE.firstKey();
  }

  /** The newest minor release we know. */
  static int newest() {
    return END_OF_LIFE.lastKey();
  }
}
