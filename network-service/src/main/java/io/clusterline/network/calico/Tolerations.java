package io.clusterline.network.calico;

import io.clusterline.Json;
import io.clusterline.spec.TaintSpec;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tolerations that let a pod onto nodes with given taints. */
public final class Tolerations {

  private Tolerations() {}

  /** One for each taint that none of these tolerates. */
  public static List<ObjectNode> missing(JsonNode tolerations, List<TaintSpec> taints) {
    return taints.stream()
        .filter(taint -> tolerations.valueStream().noneMatch(one -> tolerates(one, taint)))
        .map(Tolerations::of)
        .toList();
  }

  private static ObjectNode of(TaintSpec taint) {
    ObjectNode toleration = Json.MAPPER.createObjectNode();
    toleration.put("key", taint.key());
    if (taint.value() == null) {
      toleration.put("operator", "Exists");
    } else {
      toleration.put("operator", "Equal").put("value", taint.value());
    }
    return toleration.put("effect", taint.effect().name());
  }

  /** By the rules of Kubernetes: an absent field matches all. */
  private static boolean tolerates(JsonNode toleration, TaintSpec taint) {
    String key = toleration.path("key").asString("");
    String effect = toleration.path("effect").asString("");
    boolean exists = toleration.path("operator").asString("Equal").equals("Exists");
    String value = toleration.path("value").asString("");
    return (effect.isEmpty() || effect.equals(taint.effect().name()))
        && (key.isEmpty() ? exists : key.equals(taint.key()))
        && (exists || value.equals(Objects.requireNonNullElse(taint.value(), "")));
  }
}
