package io.clusterline.infra.machine;

import io.clusterline.spec.NodeSpec;
import java.util.List;

/** The instance types that a node may have, the preferred one first. */
public final class MachineTypes {

  private MachineTypes() {}

  /** As the specification names them. */
  public static List<String> of(NodeSpec node) {
    return node.type() == null ? node.types() : List.of(node.type());
  }

  /** The field that names them. */
  static String field(NodeSpec node) {
    return node.type() == null ? "types" : "type";
  }
}
