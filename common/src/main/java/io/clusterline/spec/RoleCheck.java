package io.clusterline.spec;

import java.util.List;

/** Exactly one node runs the control plane. */
final class RoleCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field nodes = root.get("spec").get("nodes");
    if (nodes.items().findAny().isEmpty()) {
      return; // the schema requires at least one node
    }
    List<Field> masters =
        nodes
            .items()
            .map(node -> node.get("role"))
            .filter(role -> role.hasText("control-plane"))
            .toList();
    if (masters.isEmpty()) {
      findings.misshapen(
          nodes.path(), null, "no control-plane node", "give one node role: control-plane");
    }
    masters.stream()
        .skip(1)
        .forEach(role ->
            findings.add(
                role,
                "a second control-plane node, and only one is supported yet",
                "write role: worker"));
  }
}
