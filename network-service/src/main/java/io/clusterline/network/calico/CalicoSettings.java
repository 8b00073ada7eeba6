package io.clusterline.network.calico;

import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.TaintSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the pod network from a cluster's specification.
 *
 * @param podCidr the range of the pods' addresses
 * @param images prefix (host and path) of every image's name; null for the images' own registries
 * @param tolerated taints of the control plane that the network's controller must tolerate
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
