package io.clusterline.bootstrap.kubeadm;

import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.ImagesAhead;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.ProbeImage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images that a machine runs as a node, beside those that kubeadm lists for the control plane.
 * They are known before there is a cluster, so they need not wait for it.
 *
 * @param everywhere kube-proxy, the network's agent, and what proves the network
 * @param controlPlane the network's controller, which tolerates the first node's taint
 * @param addons those of add-ons, by the node's name
 */
public record NodeImages(
    List<String> everywhere, List<String> controlPlane, Map<String, List<String>> addons) {

  public NodeImages {
    everywhere = List.copyOf(everywhere);
    controlPlane = List.copyOf(controlPlane);
    addons = Map.copyOf(addons);
  }

  /** From the mirror, if the specification names one, as the manifests have them. */
  public static NodeImages of(ClusterSpec spec, CalicoRelease calico) {
    String kubernetes = ImageSource.of(spec.mirrors()).kubernetes();
    String proxy = kubernetes + "/kube-proxy:v" + spec.kubernetes().version();
    String mirror = spec.mirrors().images() == null ? "" : spec.mirrors().images() + "/";
    return new NodeImages(
        Stream.of(
                Stream.of(proxy),
                calico.nodeImages().stream().map(mirror::concat),
                Stream.of(ProbeImage.of(spec.mirrors())))
            .flatMap(images -> images)
            .toList(),
        calico.controllerImages().stream().map(mirror::concat).toList(),
        spec.nodes().stream()
            .collect(Collectors.toMap(NodeSpec::name, node -> ImagesAhead.of(spec, node))));
  }

  /** Those of add-ons on the node of that name. */
  public List<String> ofAddons(String node) {
    return addons.getOrDefault(node, List.of());
  }

  /** What makes a machine in that role a node. */
  public List<String> of(NodeRole role) {
    return role == NodeRole.CONTROL_PLANE
        ? Stream.concat(everywhere.stream(), controlPlane.stream()).toList()
        : everywhere;
  }
}
