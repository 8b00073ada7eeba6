package io.clusterline.spec;

/**
 * A cluster as its owner wants it.
 *
 * @param apiVersion the format's version
 * @param kind what this file describes
 * @param metadata how the cluster is called
 * @param spec what it consists of
 */
public record Cluster(
    @Constraint(constant = Cluster.API_VERSION) String apiVersion,
    @Constraint(constant = Cluster.KIND) String kind,
    Metadata metadata,
    ClusterSpec spec) {

  public static final String API_VERSION = "clusterline.io/v1alpha1";
  public static final String KIND = "Cluster";

  /** The cluster's name: the subject of its events and the stem of its AWS names. */
  public String name() {
    return metadata.name();
  }
}
