package io.clusterline.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names that must not be given twice. */
final class UniqueCheck implements Check {

  private static final List<String> LISTS = List.of("nodes", "namespaces", "grants", "addons");

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    LISTS.forEach(list -> unique(spec.get(list), findings));
    unique(spec.get("network").get("subnets"), findings);
    unique(spec.get("ingress").get("hosts"), findings);
    spec.get("nodes").items().forEach(node -> uniqueTaints(node.get("taints"), findings));
  }

  private static void unique(Field list, Findings findings) {
    Map<String, Field> first = new HashMap<>();
    list.items()
        .map(item -> item.get("name"))
        .forEach(name -> name.text().ifPresent(text -> checkUnique(text, name, first, findings)));
  }

  /** Kubernetes allows one taint per key and effect. */
  private static void uniqueTaints(Field taints, Findings findings) {
    Map<String, Field> first = new HashMap<>();
    taints
        .items()
        .forEach(taint ->
            checkUnique(
                taint.get("key").describe() + ":" + taint.get("effect").describe(),
                taint.get("key"),
                first,
                findings));
  }

  private static void checkUnique(
      String name, Field field, Map<String, Field> first, Findings findings) {
    Field other = first.putIfAbsent(name, field);
    if (other != null) {
      findings.add(field, "already used at " + other.path(), "choose another one");
    }
  }
}
