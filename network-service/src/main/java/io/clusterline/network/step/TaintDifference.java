package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.spec.TaintSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes to a node's taints. The list belongs to several owners: kubeadm, the node controller
 * and others keep theirs, with the times in them.
 *
 * @param now the node's {@code spec.taints}
 * @param wanted ours
 * @param former taints that we set before
 */
record TaintDifference(JsonNode now, List<TaintSpec> wanted, List<TaintSpec> former) {

  static TaintDifference of(JsonNode node, List<TaintSpec> wanted, List<TaintSpec> former) {
    return new TaintDifference(node.path("spec").path("taints"), wanted, former);
  }

  boolean isEmpty() {
    return missing().isEmpty() && retained().count() == now.size();
  }

  /** A merge patch, which replaces the whole list: to be applied to exactly this version only. */
  ObjectNode patch() {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    ArrayNode taints = patch.putObject("spec").putArray("taints");
    retained().forEach(taints::add);
    missing().forEach(taint -> taints.add(Json.MAPPER.valueToTree(taint)));
    return patch;
  }

  /** The whole list, as people read it. */
  String before() {
    return describe(now.valueStream());
  }

  String after() {
    return describe(patch().path("spec").path("taints").valueStream());
  }

  private Stream<JsonNode> retained() {
    return now.valueStream().filter(taint -> isWanted(taint) || !isManaged(taint));
  }

  private boolean isWanted(JsonNode taint) {
    return wanted.stream().anyMatch(one -> isAt(taint, one) && value(taint).equals(value(one)));
  }

  /** Key and effect are a taint's identity. */
  private boolean isManaged(JsonNode taint) {
    return Stream.concat(wanted.stream(), former.stream()).anyMatch(one -> isAt(taint, one));
  }

  private List<TaintSpec> missing() {
    return wanted.stream()
        .filter(one ->
            now.valueStream()
                .noneMatch(taint -> isAt(taint, one) && value(taint).equals(value(one))))
        .toList();
  }

  private static boolean isAt(JsonNode taint, TaintSpec one) {
    return taint.path("key").asString("").equals(one.key())
        && taint.path("effect").asString("").equals(one.effect().name());
  }

  private static String value(JsonNode taint) {
    return taint.path("value").asString("");
  }

  private static String value(TaintSpec taint) {
    return Objects.requireNonNullElse(taint.value(), "");
  }

  private static String describe(Stream<JsonNode> taints) {
    String list =
        taints
            .map(taint ->
                taint.path("key").asString("")
                    + (value(taint).isEmpty() ? "" : "=" + value(taint))
                    + ":"
                    + taint.path("effect").asString(""))
            .collect(Collectors.joining(", "));
    return list.isEmpty() ? "none" : list;
  }
}
