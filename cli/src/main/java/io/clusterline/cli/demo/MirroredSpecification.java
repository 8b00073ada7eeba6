package io.clusterline.cli.demo;

import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import java.net.URI;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The specification as the demo applies it: charts and manifests come from the sandbox's mirror. */
public final class MirroredSpecification {

  private MirroredSpecification() {}

  /** A mirror that the specification names itself stays. */
  public static Cluster of(Cluster cluster, URI charts, URI manifests) {
    ObjectNode tree = (ObjectNode) SpecificationWriter.toTree(cluster);
    ObjectNode mirrors = tree.withObject("/spec").withObject("/mirrors");
    Map.of("charts", charts, "manifests", manifests).forEach((name, uri) -> {
      if (!mirrors.hasNonNull(name)) {
        mirrors.put(name, uri.toString());
      }
    });
    return SpecificationReader.of(tree);
  }
}
