package io.clusterline.network.calico;

import static io.clusterline.network.calico.CalicoObjects.CONFIG;
import static io.clusterline.network.calico.CalicoObjects.CONTROLLERS;
import static io.clusterline.network.calico.CalicoObjects.NODE_AGENT;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ObjectRef;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the published calico.yaml, which uses BGP and IP-in-IP, into a VXLAN network without BIRD.
 * AWS security groups pass neither of the former, and a calico-node whose BIRD has no peers never
 * gets ready. All is set before the first start: calico-node creates its address pool then, and
 * changing it afterwards is a race.
 */
final class VxlanOverlay {

  private final CalicoSettings settings;

  VxlanOverlay(CalicoSettings settings) {
    this.settings = settings;
  }

  /**
   * @param published Calico's objects; they stay as they are
   * @param source for the message when they are not Calico's
   */
  List<JsonNode> applyTo(List<JsonNode> published, URI source) {
    Set<ObjectRef> refs = published.stream().map(ObjectRef::of).collect(Collectors.toSet());
    for (ObjectRef needed : List.of(CONFIG, NODE_AGENT, CONTROLLERS)) {
      if (!refs.contains(needed)) {
        throw notCalico(source, "it has no " + needed);
      }
    }
    return published.stream().map(object -> changed(object, source)).toList();
  }

  private JsonNode changed(JsonNode published, URI source) {
    ObjectRef ref = ObjectRef.of(published);
    ObjectNode object = (ObjectNode) published.deepCopy();
    if (ref.equals(CONFIG)) {
      object.withObject("/data").put("calico_backend", "vxlan");
    } else if (ref.equals(NODE_AGENT)) {
      changeNode(new PodTemplate(object), source);
    } else if (ref.equals(CONTROLLERS)) {
      PodTemplate template = new PodTemplate(object);
      template.prefixImages(settings.images());
      template.addTolerations(settings.tolerated());
    }
    return object;
  }

  private void changeNode(PodTemplate template, URI source) {
    ObjectNode container =
        template
            .container("calico-node")
            .orElseThrow(() -> notCalico(source, NODE_AGENT + " has no container calico-node"));
    environment().forEach((name, value) -> PodTemplate.setVariable(container, name, value));
    FelixProbes.change(container);
    template.prefixImages(settings.images());
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CLUSTER_TYPE", "k8s");
    environment.put("CALICO_IPV4POOL_CIDR", settings.podCidr());
    environment.put("CALICO_IPV4POOL_IPIP", "Never");
    environment.put("CALICO_IPV4POOL_VXLAN", "Always");
    environment.put("CALICO_IPV4POOL_NAT_OUTGOING", "true");
    environment.put("FELIX_IPINIPENABLED", "false");
    environment.put("FELIX_VXLANENABLED", "true");
    return environment;
  }

  private static ClusterlineException notCalico(URI source, String why) {
    return new ClusterlineException(
        ErrorCode.DOWNLOAD_FAILED, source + " is not Calico's manifest: " + why);
  }
}
