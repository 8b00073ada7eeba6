package io.clusterline.cli.demo;

import io.clusterline.cli.line.Mirrors;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A specification as it is applied in a sandbox: charts and manifests come from the sandbox's
 * mirror.
 */
public final class MirroredSpecification {

  private MirroredSpecification() {}

  /** A mirror that the specification names itself stays. */
  public static Cluster of(Cluster cluster, Mirrors sandbox) {
    ObjectNode tree = (ObjectNode) SpecificationWriter.toTree(cluster);
    ObjectNode mirrors = tree.withObject("/spec").withObject("/mirrors");
    Map.of("charts", sandbox.charts(), "manifests", sandbox.manifests())
        .forEach((name, uri) -> {
          if (!mirrors.hasNonNull(name)) {
            mirrors.put(name, uri.toString());
          }
        });
    return SpecificationReader.of(tree);
  }
}
