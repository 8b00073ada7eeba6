package io.clusterline.spec;

import java.util.List;
import java.util.Map;

/**
 * One machine of the cluster.
 *
 * @param name the machine's name in EC2, its host name and its node name
 * @param role what it does
 * @param type the EC2 instance type
 * @param diskGiB the size of its root volume
 * @param subnet the name of the subnet it stands in
 * @param labels labels of the Kubernetes node
 * @param taints taints of the Kubernetes node
 * @param tags tags of the EC2 instance, beside those that every resource gets
 */
public record NodeSpec(
    String name,
    NodeRole role,
    String type,
    int diskGiB,
    String subnet,
    Map<String, String> labels,
    List<TaintSpec> taints,
    Map<String, String> tags) {

  public NodeSpec {
    labels = Immutable.map(labels);
    taints = Immutable.list(taints);
    tags = Immutable.map(tags);
  }
}
