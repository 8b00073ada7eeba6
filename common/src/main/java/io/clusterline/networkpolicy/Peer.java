package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.Peer.IpBlock;
import io.clusterline.networkpolicy.Peer.Pods;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of an allowed connection. */
public sealed interface Peer permits Pods, IpBlock {

  /**
   * Pods in namespaces: both selectors have to match (in the manifest: one list item).
   *
   * @param namespaces null: the policy's own namespace
   * @param pods null: all pods of those namespaces
   */
  record Pods(@Nullable LabelSelector namespaces, @Nullable LabelSelector pods) implements Peer {
    public Pods {
      if (namespaces == null && pods == null) {
        throw new IllegalArgumentException("a peer selects namespaces, pods or both");
      }
    }
  }

  /**
   * A range of addresses without some of its parts. Meant for addresses outside of the cluster:
   * whether it also matches a pod's address is left to the network plug-in (Calico: it does).
   *
   * @param cidr {@code a.b.c.d/n}
   * @param except ranges within it
   */
  record IpBlock(String cidr, List<String> except) implements Peer {
    public IpBlock {
      except = List.copyOf(except);
    }

    /** Whether that address is in the range and in none of the excepted parts. */
    public boolean matches(String address) {
      return AddressRange.parse(cidr).contains(address)
          && except.stream().noneMatch(part -> AddressRange.parse(part).contains(address));
    }
  }
}
