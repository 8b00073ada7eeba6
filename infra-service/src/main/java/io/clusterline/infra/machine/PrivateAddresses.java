package io.clusterline.infra.machine;

import io.clusterline.spec.Cidr;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Assigns each machine its private address before any exists: so all can be launched at once, each
 * with the control plane's address in its user data.
 */
public final class PrivateAddresses {

  /** AWS keeps the first four and the last address of each subnet. */
  private static final int FIRST_USABLE = 4;

  /** Addresses left free at the beginning of a subnet for manual use. */
  private static final int FIRST_OURS = 10;

  private final ClusterSpec spec;

  public PrivateAddresses(ClusterSpec spec) {
    this.spec = spec;
  }

  /** The control plane comes first in its subnet, so that other machines never move it. */
  public String of(NodeSpec node) {
    List<String> inSubnet =
        spec.nodes().stream()
            .filter(other -> other.subnet().equals(node.subnet()))
            .sorted(Comparator.comparing(other -> other.role() != NodeRole.CONTROL_PLANE))
            .map(NodeSpec::name)
            .toList();
    List<String> addresses = usable(spec.network().subnet(node.subnet()).cidr());
    int index = inSubnet.indexOf(node.name());
    if (index >= addresses.size()) {
      throw new IllegalArgumentException(
          "subnet " + node.subnet() + " has room for " + addresses.size() + " machines");
    }
    return addresses.get(index);
  }

  public String ofControlPlane() {
    return of(spec.controlPlane());
  }

  /** An address far from those of {@link #of}, in case one of those is in use. */
  static String alternative(Cidr subnet, Collection<String> taken) {
    return usable(subnet).reversed().stream()
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free address in subnet " + subnet));
  }

  private static List<String> usable(Cidr subnet) {
    int end = (int) Math.min(subnet.size(), 1 << 16) - 1;
    int start = Math.min(FIRST_OURS, end);
    return IntStream.concat(
            IntStream.range(start, end), IntStream.range(FIRST_USABLE, Math.min(start, end)))
        .mapToObj(subnet::address)
        .toList();
  }
}
