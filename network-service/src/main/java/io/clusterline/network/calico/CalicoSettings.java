package io.clusterline.network.calico;

import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.TaintSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster's specification says about its pod network.
 *
 * @param podCidr the range of the pods' addresses
 * @param images host and path that stand before every image's name; null for the images' own homes
 * @param tolerated taints of the control plane that the network's controller must live with
 */
public record CalicoSettings(String podCidr, @Nullable String images, List<TaintSpec> tolerated) {

  public CalicoSettings {
    tolerated = List.copyOf(tolerated);
  }

  public static CalicoSettings of(ClusterSpec spec) {
    return new CalicoSettings(
        spec.network().podCidr().toString(), spec.mirrors().images(), spec.controlPlane().taints());
  }
}
