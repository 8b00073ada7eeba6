package io.clusterline.spec;

import java.util.List;

/** Every node's subnet must exist and be reachable. */
final class PlacementCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    List<Field> subnets = spec.get("network").get("subnets").items().toList();
    if (subnets.isEmpty()) {
      return; // the schema requires at least one subnet
    }
    spec.get("nodes")
        .items()
        .map(node -> node.get("subnet"))
        .forEach(name -> name.text().ifPresent(text -> checkName(name, text, subnets, findings)));
  }

  private static void checkName(Field name, String text, List<Field> subnets, Findings findings) {
    List<Field> named =
        subnets.stream().filter(subnet -> subnet.get("name").hasText(text)).toList();
    if (named.isEmpty()) {
      findings.add(name, "no such subnet", Suggestion.advice(text, names(subnets)));
    } else if (named.stream().allMatch(PlacementCheck::isPrivate)) {
      findings.add(
          name,
          "a private subnet: a node there has no way out to download packages and images, and no way"
              + " in for SSH",
          "use a subnet with public: true");
    }
  }

  private static boolean isPrivate(Field subnet) {
    Field open = subnet.get("public");
    return open.node().isBoolean() && !open.node().booleanValue();
  }

  private static List<String> names(List<Field> subnets) {
    return subnets.stream()
        .flatMap(subnet -> subnet.get("name").text().stream())
        .map(SafeText::value)
        .toList();
  }
}
