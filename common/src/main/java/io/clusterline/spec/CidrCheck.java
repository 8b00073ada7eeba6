package io.clusterline.spec;

import java.util.stream.Stream;

/** Refuses texts that look like ranges and are none. */
final class CidrCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field network = root.get("spec").get("network");
    Field access = root.get("spec").get("access");
    Stream.of(
            Stream.of("vpcCidr", "podCidr", "serviceCidr").map(network::get),
            network.get("subnets").items().map(subnet -> subnet.get("cidr")),
            access.get("sshCidrs").items(),
            access.get("apiCidrs").items())
        .flatMap(fields -> fields)
        .forEach(field -> examineText(field, findings));
  }

  private static void examineText(Field field, Findings findings) {
    field
        .text()
        .ifPresent(text -> {
          try {
            Cidr.parse(text);
          } catch (IllegalArgumentException e) {
            findings.add(
                field,
                String.valueOf(e.getMessage()),
                "write the range's first address and its prefix length, like 10.0.0.0/16");
          }
        });
  }
}
