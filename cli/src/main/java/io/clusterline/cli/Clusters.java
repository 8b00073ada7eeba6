package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.Projection;
import io.clusterline.spec.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds clusters by name, in the state stores and the journal. */
final class Clusters {

  private final List<KnownCluster> known;
  private final Projection journal;

  private Clusters(List<KnownCluster> known, Projection journal) {
    this.known = known;
    this.journal = journal;
  }

  /** What finished builds tell about one of this shape, as far as they were read. */
  BuildHistory history(KnownCluster cluster) {
    return journal.history(cluster.journal().build());
  }

  /**
   * Every cluster as the state stores and the newest events of the journal tell; of the cluster
   * with that name, all that the journal tells.
   *
   * @param name null: only work that is under way is read from its begin
   */
  static Clusters read(
      Optional<String> uri, @Nullable String name, LocationOption where, PrintWriter notes)
      throws IOException {
    Register register = new Register(where, notes);
    Projection journal =
        uri.isEmpty() ? new Projection() : journal(uri.get(), name, register, notes);
    return of(register, journal);
  }

  /** What that part of the journal and the state stores tell. */
  static Clusters of(Register register, Projection journal) {
    return new Clusters(register.read(journal.clusters()), journal);
  }

  private static Projection journal(
      String uri, @Nullable String name, Register register, PrintWriter notes) throws IOException {
    try {
      JournalExcerpt excerpt = JournalExcerpt.open(uri);
      new Excerpting(register, name).complete(excerpt);
      return excerpt.projection();
    } catch (IOException e) {
      String why = JournalAccess.reason(e).orElseThrow(() -> e);
      notes.println("Only the state store is read: " + why + ".");
      return new Projection();
    }
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
    return find(name).orElseThrow(() -> unknownCluster(name));
  }

  /**
   * The cluster of that name, if there is one: that which exists, else one that was deleted.
   *
   * @throws CliException when several in different places have the name
   */
  Optional<KnownCluster> find(String name) {
    List<KnownCluster> found =
        known.stream().filter(cluster -> cluster.name().equals(name)).toList();
    List<KnownCluster> existing = found.stream().filter(KnownCluster::exists).toList();
    List<KnownCluster> candidates = existing.isEmpty() ? found : existing;
    if (candidates.size() > 1) {
      throw ambiguous(name, candidates.stream().map(KnownCluster::location).toList());
    }
    return candidates.stream().findFirst();
  }

  /** Several clusters have the name: here is where. */
  static CliException ambiguous(String name, List<@Nullable ClusterLocation> locations) {
    String places =
        locations.stream()
            .map(Clusters::describeLocation)
            .sorted()
            .collect(Collectors.joining(" and in "));
    return new CliException(
        ExitCode.USAGE,
        "several clusters are named \"" + name + "\": in " + places,
        "Name one with --region and --account.");
  }

  static String describeLocation(@Nullable ClusterLocation location) {
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
