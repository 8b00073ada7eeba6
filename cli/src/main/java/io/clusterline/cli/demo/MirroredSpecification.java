package io.clusterline.cli.demo;

import io.clusterline.cli.line.Mirrors;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A specification as it is applied in a sandbox: charts and manifests come from the sandbox's
 * mirror.
 */
public final class MirroredSpecification {

  private static final String CHARTS = "charts";
  private static final String MANIFESTS = "manifests";

  private MirroredSpecification() {}

  /** A mirror that the specification names itself stays, with what is pinned for it. */
  public static Cluster of(Cluster cluster, Mirrors sandbox) {
    ObjectNode tree = (ObjectNode) SpecificationWriter.toTree(cluster);
    ObjectNode mirrors = tree.withObject("/spec").withObject("/mirrors");
    ObjectNode digests = mirrors.withObject("/digests");
    sandbox
        .digests()
        .forEach((name, digest) -> {
          if (!mirrors.hasNonNull(name.equals(MirrorsSpec.CALICO) ? MANIFESTS : CHARTS)) {
            digests.put(name, digest);
          }
        });
    Map.of(CHARTS, sandbox.charts(), MANIFESTS, sandbox.manifests())
        .forEach((name, uri) -> {
          if (!mirrors.hasNonNull(name)) {
            mirrors.put(name, uri.toString());
          }
        });
    return SpecificationReader.of(tree);
  }
}
