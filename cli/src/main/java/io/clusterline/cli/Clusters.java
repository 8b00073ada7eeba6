package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.ClusterViews;
import io.clusterline.spec.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds clusters by name, in the state stores and the journal. */
final class Clusters {

  private final List<KnownCluster> known;

  private Clusters(List<KnownCluster> known) {
    this.known = known;
  }

  /** All clusters known now. */
  static Clusters read(Optional<String> uri, LocationOption where, PrintWriter notes)
      throws IOException {
    List<ClusterView> journal = uri.isEmpty() ? List.of() : journal(uri.get(), notes);
    return new Clusters(new Register(where, notes).read(journal));
  }

  private static List<ClusterView> journal(String uri, PrintWriter notes) throws IOException {
    ClusterViews views = new ClusterViews();
    try {
      History.read(uri, views::add);
    } catch (IOException e) {
      String why = JournalAccess.reason(e).orElseThrow(() -> e);
      notes.println("Only the state store is read: " + why + ".");
    }
    return views.all();
  }

  /** Existing clusters, and the removed ones that the journal still contains. */
  List<KnownCluster> all() {
    return known.stream()
        .filter(cluster -> cluster.exists() || cluster.journal().isKnown())
        .toList();
  }

  /**
   * The cluster of that name.
   *
   * @throws CliException when there is none, or when several in different places have the name
   */
  KnownCluster named(String name) {
    List<KnownCluster> found =
        known.stream().filter(cluster -> cluster.name().equals(name)).toList();
    List<KnownCluster> existing = found.stream().filter(KnownCluster::exists).toList();
    List<KnownCluster> candidates = existing.isEmpty() ? found : existing;
    if (candidates.size() > 1) {
      throw new CliException(
          ExitCode.USAGE,
          "several clusters are named \"" + name + "\": in " + places(candidates),
          "Name one with --region and --account.");
    }
    return candidates.stream().findFirst().orElseThrow(() -> unknownCluster(name));
  }

  private static String places(List<KnownCluster> clusters) {
    return clusters.stream()
        .map(KnownCluster::location)
        .map(Clusters::describeLocation)
        .collect(Collectors.joining(" and in "));
  }

  static String describeLocation(@org.jspecify.annotations.Nullable ClusterLocation location) {
    if (location == null) {
      return "an unknown region";
    }
    return location.region()
        + (location.accountId() == null ? "" : " of account " + location.accountId());
  }

  private CliException unknownCluster(String name) {
    List<String> names = known.stream().map(KnownCluster::name).distinct().toList();
    return new CliException(
        ExitCode.USAGE,
        "No cluster \""
            + name
            + "\"."
            + Suggestion.nearest(name, names)
                .map(near -> " Did you mean \"" + near + "\"?")
                .orElse(""),
        "See ./clusterline get. A cluster in another region: --region REGION.");
  }
}
