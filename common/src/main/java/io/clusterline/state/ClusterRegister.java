package io.clusterline.state;

import java.util.List;
import java.util.Optional;

/** The register of the clusters in an account and region: those in one state store. */
public final class ClusterRegister {

  private ClusterRegister() {}

  /** Every cluster's record, by name; those of removed clusters too. */
  public static List<ClusterRecord> list(DocumentStore store) {
    return store.folders(Keys.CLUSTERS).stream()
        .map(name -> new ClusterState(store, name).read())
        .flatMap(Optional::stream)
        .toList();
  }
}
