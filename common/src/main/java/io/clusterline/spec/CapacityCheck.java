package io.clusterline.spec;

/** Room for the nodes in their subnets and for their pods in the pods' range. */
final class CapacityCheck implements Check {

  /** AWS keeps the first four addresses of a subnet and the last one. */
  private static final int TAKEN_BY_AWS = 5;

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    Field network = spec.get("network");
    network
        .get("subnets")
        .items()
        .forEach(subnet -> examineSubnet(subnet, spec.get("nodes"), findings));
    examinePods(network.get("podCidr"), spec.get("nodes").items().count(), findings);
  }

  private static void examineSubnet(Field subnet, Field nodes, Findings findings) {
    String name = subnet.get("name").text().orElse("");
    long wanted = nodes.items().filter(node -> node.get("subnet").hasText(name)).count();
    Field cidr = subnet.get("cidr");
    cidr.cidr()
        .map(range -> range.size() - TAKEN_BY_AWS)
        .filter(room -> room < wanted)
        .ifPresent(room ->
            findings.add(
                cidr,
                "room for " + room + " nodes (AWS keeps five addresses), not " + wanted,
                "enlarge the subnet or move nodes to another one"));
  }

  private static void examinePods(Field pods, long nodes, Findings findings) {
    pods.cidr()
        .filter(range -> range.prefixLength() <= RangeCheck.POD_MASK)
        .map(range -> 1L << (RangeCheck.POD_MASK - range.prefixLength()))
        .filter(room -> room < nodes)
        .ifPresent(room ->
            findings.add(
                pods,
                "every node gets a /24 of it: room for " + room + " nodes, not " + nodes,
                "choose a shorter prefix"));
  }
}
