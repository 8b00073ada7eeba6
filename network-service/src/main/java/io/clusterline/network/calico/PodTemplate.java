package io.clusterline.network.calico;

import io.clusterline.spec.TaintSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes the pod template of a workload. */
final class PodTemplate {

  private final ObjectNode pod;

  PodTemplate(ObjectNode workload) {
    this.pod = workload.withObject("/spec/template/spec");
  }

  Optional<ObjectNode> container(String name) {
    return objects(pod.path("containers"))
        .filter(container -> container.path("name").asString("").equals(name))
        .findFirst();
  }

  /** Every image from a mirror, under its full name, as the mirrors of kubeadm's images do it. */
  void prefixImages(@Nullable String mirror) {
    if (mirror != null) {
      Stream.of("initContainers", "containers")
          .flatMap(list -> objects(pod.path(list)))
          .forEach(container ->
              container.put("image", mirror + "/" + container.path("image").asString()));
    }
  }

  void addTolerations(List<TaintSpec> taints) {
    ArrayNode tolerations = pod.withArray("/tolerations");
    Tolerations.missing(tolerations, taints).forEach(tolerations::add);
  }

  /** Sets a plain value, in place of whatever the variable was. */
  static void setVariable(ObjectNode container, String name, String value) {
    ArrayNode variables = container.withArray("/env");
    ObjectNode variable =
        objects(variables)
            .filter(candidate -> candidate.path("name").asString("").equals(name))
            .findFirst()
            .orElseGet(() -> variables.addObject().put("name", name));
    variable.remove("valueFrom");
    variable.put("value", value);
  }

  private static Stream<ObjectNode> objects(JsonNode list) {
    return list.valueStream().map(ObjectNode.class::cast);
  }
}
