package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.LabelSelector.Expression;
import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.networkpolicy.NetworkPolicy.Rule;
import io.clusterline.networkpolicy.Peer.IpBlock;
import io.clusterline.networkpolicy.Peer.Pods;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes manifests; the same policy always gives the same text. */
final class PolicyWriter {

  private PolicyWriter() {}

  static ObjectNode write(NetworkPolicy policy) {
    ObjectNode manifest = object();
    manifest.put("apiVersion", NetworkPolicyJson.API_VERSION).put("kind", NetworkPolicyJson.KIND);
    manifest.putObject("metadata").put("name", policy.name()).put("namespace", policy.namespace());
    ObjectNode spec = manifest.putObject("spec");
    spec.set("podSelector", selector(policy.pods()));
    ArrayNode types = spec.putArray("policyTypes");
    if (policy.directions().contains(Direction.INGRESS)) {
      types.add("Ingress");
    }
    if (policy.directions().contains(Direction.EGRESS)) {
      types.add("Egress");
    }
    rules(spec, "ingress", "from", policy.ingress());
    rules(spec, "egress", "to", policy.egress());
    return manifest;
  }

  private static void rules(ObjectNode spec, String direction, String peers, List<Rule> rules) {
    if (!rules.isEmpty()) {
      ArrayNode list = spec.putArray(direction);
      rules.forEach(rule -> list.add(rule(rule, peers)));
    }
  }

  private static ObjectNode rule(Rule rule, String peers) {
    ObjectNode node = object();
    if (!rule.peers().isEmpty()) {
      ArrayNode list = node.putArray(peers);
      rule.peers().forEach(peer -> list.add(peer(peer)));
    }
    if (!rule.ports().isEmpty()) {
      ArrayNode list = node.putArray("ports");
      rule.ports().forEach(port -> list.add(port(port)));
    }
    return node;
  }

  private static ObjectNode peer(Peer peer) {
    ObjectNode node = object();
    switch (peer) {
      case Pods(LabelSelector namespaces, LabelSelector pods) -> {
        if (namespaces != null) {
          node.set("namespaceSelector", selector(namespaces));
        }
        if (pods != null) {
          node.set("podSelector", selector(pods));
        }
      }
      case IpBlock(String cidr, List<String> except) -> {
        ObjectNode block = node.putObject("ipBlock").put("cidr", cidr);
        if (!except.isEmpty()) {
          except.forEach(block.putArray("except")::add);
        }
      }
    }
    return node;
  }

  private static ObjectNode port(PolicyPort port) {
    ObjectNode node = object().put("protocol", port.protocol().name());
    if (port.number() != null) {
      node.put("port", port.number());
    }
    if (port.name() != null) {
      node.put("port", port.name());
    }
    if (port.last() != null) {
      node.put("endPort", port.last());
    }
    return node;
  }

  private static ObjectNode selector(LabelSelector selector) {
    ObjectNode node = object();
    if (!selector.matchLabels().isEmpty()) {
      ObjectNode labels = node.putObject("matchLabels");
      new TreeMap<>(selector.matchLabels()).forEach(labels::put);
    }
    if (!selector.matchExpressions().isEmpty()) {
      ArrayNode list = node.putArray("matchExpressions");
      selector.matchExpressions().forEach(each -> list.add(expression(each)));
    }
    return node;
  }

  private static ObjectNode expression(Expression expression) {
    String operator =
        switch (expression.operator()) {
          case IN -> "In";
          case NOT_IN -> "NotIn";
          case EXISTS -> "Exists";
          case DOES_NOT_EXIST -> "DoesNotExist";
        };
    ObjectNode node = object().put("key", expression.key()).put("operator", operator);
    if (!expression.values().isEmpty()) {
      expression.values().forEach(node.putArray("values")::add);
    }
    return node;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
