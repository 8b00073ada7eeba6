package io.clusterline.cli.demo;

import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * A specification as it is applied where IAM is enforced: the machines' roles have the permissions
 * boundary that the pipeline's policy asks for.
 */
public final class BoundedSpecification {

  private static final String FIELD = "permissionsBoundary";
  private static final String OF_SANDBOX = "arn:aws:iam::123456789012:policy/clusterline/machines";

  private BoundedSpecification() {}

  /**
   * A boundary that the specification names itself stays.
   *
   * @param document the boundary's policy; without it the pipeline's policy asks for none
   */
  public static Cluster of(Cluster cluster, Path document) {
    if (cluster.spec().aws().permissionsBoundary() != null || !Files.exists(document)) {
      return cluster;
    }
    ObjectNode tree = (ObjectNode) SpecificationWriter.toTree(cluster);
    tree.withObject("/spec").withObject("/aws").put(FIELD, OF_SANDBOX);
    return SpecificationReader.of(tree);
  }
}
