package io.clusterline.cli;

import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import io.clusterline.projection.ClusterViews;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Prints clusters again whenever their generation, phase, stage or last refusal changes. */
final class ChangeFollower {

  private static final Duration FRAME = Duration.ofMillis(250);

  private final @Nullable String name;
  private final Register register;
  private final ClusterPrinter printer;
  private final ClusterViews views = new ClusterViews();
  private final Map<String, String> printed = new HashMap<>();

  /**
   * @param name of the cluster to follow; null: all
   */
  ChangeFollower(@Nullable String name, Register register, OutputOption output, PrintWriter out) {
    this.name = name;
    this.register = register;
    this.printer = new ClusterPrinter(output, out);
  }

  /**
   * @param historyEnd up to which offset only the outcome is printed
   */
  void follow(JournalReader journal, long historyEnd, BooleanSupplier goOn) throws IOException {
    long seen = historyEnd < 0 ? 0 : -1;
    boolean listed = false;
    while (goOn.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      Optional<Entry> entry = journal.next(FRAME);
      if (entry.isPresent()) {
        seen = entry.get().offset();
        views.add(entry.get().event());
      }
      if (seen >= historyEnd && !listed) {
        listed = true;
        show(register.read(views.all()));
      } else if (listed && entry.isPresent()) {
        show(register.meant(views.all()).stream().map(KnownCluster::of).toList());
      }
    }
  }

  private void show(List<KnownCluster> clusters) {
    for (KnownCluster cluster : clusters) {
      String state = state(cluster);
      boolean meant = name == null || name.equals(cluster.name());
      String key = cluster.name() + "@" + Clusters.describeLocation(cluster.location());
      if (meant && !state.equals(printed.put(key, state))) {
        printer.line(cluster);
      }
    }
  }

  /** The part of the view that counts as a change: not the elapsed time. */
  private static String state(KnownCluster cluster) {
    List<String> row = ClusterPrinter.row(cluster);
    return row.get(1) + row.get(2) + row.get(3) + row.get(6);
  }
}
