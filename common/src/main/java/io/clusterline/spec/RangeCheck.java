package io.clusterline.spec;

import java.util.List;
import java.util.Map;

/** Sizes of the three ranges, and that no address belongs to two of them. */
final class RangeCheck implements Check {

  /** Prefix length of the part that every node gets for its pods; kubeadm's default. */
  static final int POD_MASK = 24;

  private static final Map<String, Cidr> RESERVED =
      Map.of(
          "this network", Cidr.parse("0.0.0.0/8"),
          "loopback", Cidr.parse("127.0.0.0/8"),
          "link-local and instance metadata", Cidr.parse("169.254.0.0/16"),
          "multicast", Cidr.parse("224.0.0.0/3"));

  @Override
  public void check(Field root, Findings findings) {
    Field network = root.get("spec").get("network");
    Field vpc = network.get("vpcCidr");
    Field pods = network.get("podCidr");
    Field services = network.get("serviceCidr");
    prefix(vpc, 16, 28, "AWS allows a VPC", findings);
    prefix(pods, 8, POD_MASK, "Kubernetes allows the pods", findings);
    prefix(services, 12, 28, "Kubernetes allows the services", findings);
    List.of(vpc, pods, services).forEach(range -> reserved(range, findings));
    checkDisjoint(pods, vpc, findings);
    checkDisjoint(services, vpc, findings);
    checkDisjoint(services, pods, findings);
  }

  static void prefix(Field field, int shortest, int longest, String requester, Findings findings) {
    field
        .cidr()
        .filter(cidr -> cidr.prefixLength() < shortest || cidr.prefixLength() > longest)
        .ifPresent(cidr ->
            findings.add(
                field,
                requester + " a prefix from /" + shortest + " to /" + longest,
                "write a prefix length from " + shortest + " to " + longest));
  }

  private static void reserved(Field field, Findings findings) {
    field
        .cidr()
        .ifPresent(cidr ->
            RESERVED.forEach((use, taken) -> {
              if (cidr.overlaps(taken)) {
                findings.add(
                    field,
                    "overlaps " + taken + ", which is reserved (" + use + ")",
                    "use a private range (RFC 1918)");
              }
            }));
  }

  private static void checkDisjoint(Field field, Field other, Findings findings) {
    field
        .cidr()
        .filter(cidr -> other.cidr().filter(cidr::overlaps).isPresent())
        .ifPresent(cidr ->
            findings.add(
                field,
                "overlaps " + other.path() + " (" + other.describe() + ")",
                "choose ranges that share no address"));
  }
}
