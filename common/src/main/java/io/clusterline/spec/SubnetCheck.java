package io.clusterline.spec;

import java.util.List;

/** Subnets lie in the VPC, beside each other, in zones of the region. */
final class SubnetCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    Field network = spec.get("network");
    List<Field> subnets = network.get("subnets").items().toList();
    for (int index = 0; index < subnets.size(); index++) {
      Field cidr = subnets.get(index).get("cidr");
      RangeCheck.prefix(cidr, 16, 28, "AWS allows a subnet", findings);
      checkInside(cidr, network.get("vpcCidr"), findings);
      subnets.subList(0, index).forEach(other -> checkDisjoint(cidr, other.get("cidr"), findings));
      inRegion(subnets.get(index).get("zone"), spec.get("aws").get("region"), findings);
    }
  }

  private static void checkInside(Field subnet, Field vpc, Findings findings) {
    if (subnet.cidr().isEmpty() || vpc.cidr().isEmpty()) {
      return;
    }
    if (!vpc.cidr().get().contains(subnet.cidr().get())) {
      findings.add(
          subnet,
          "outside the VPC (" + vpc.describe() + ")",
          "choose a part of " + vpc.describe() + " or enlarge " + vpc.path());
    }
  }

  private static void checkDisjoint(Field subnet, Field other, Findings findings) {
    if (subnet.cidr().isPresent()
        && other.cidr().filter(subnet.cidr().get()::overlaps).isPresent()) {
      findings.add(
          subnet,
          "overlaps " + other.path() + " (" + other.describe() + ")",
          "choose ranges that share no address");
    }
  }

  private static void inRegion(Field zone, Field region, Findings findings) {
    if (zone.text().isEmpty() || region.text().filter(Regions.KNOWN::contains).isEmpty()) {
      return; // an unknown region is a finding of its own
    }
    if (!zone.text().get().startsWith(region.text().get())) {
      findings.add(
          zone,
          "not a zone of the region " + region.describe(),
          "write the region and a letter, like " + region.describe() + "a");
    }
  }
}
