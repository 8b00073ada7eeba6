package io.clusterline.spec;

/**
 * The specification of a cluster.
 *
 * @param apiVersion the format's version
 * @param kind the kind of this document
 * @param metadata the cluster's name
 * @param spec its parts
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
