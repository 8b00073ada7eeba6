package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.Endpoint.Host;
import io.clusterline.networkpolicy.Endpoint.NamedPort;
import io.clusterline.networkpolicy.Endpoint.Outside;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A published example: policies, the pods that they are about, and what is allowed.
 *
 * @param namespaces labels by name
 * @param pods labels by {@code namespace/name}
 * @param ports named ports by pod, each {@code TCP/80}
 * @param nodes address by name
 * @param places node by pod
 * @param addresses address by pod; pods without one get one of 10.244.0.0/24
 * @param tables expectation by port, see {@link TruthTable}
 */
record PublishedCase(
    String title,
    List<JsonNode> policies,
    Map<String, Map<String, String>> namespaces,
    Map<String, Map<String, String>> pods,
    Map<String, Map<String, String>> ports,
    Map<String, String> nodes,
    Map<String, String> places,
    Map<String, String> addresses,
    Map<String, String> tables) {

  private static final Map<String, String> USUAL_PORTS =
      Map.of(
          "serve-80-tcp",
          "TCP/80",
          "serve-81-tcp",
          "TCP/81",
          "serve-80-udp",
          "UDP/80",
          "serve-81-udp",
          "UDP/81");

  PublishedCase {
    namespaces =
        Objects.requireNonNullElse(namespaces, Map.of("x", Map.of(), "y", Map.of(), "z", Map.of()));
    pods = Objects.requireNonNullElseGet(pods, PublishedCase::usualPods);
    ports = Objects.requireNonNullElse(ports, Map.of());
    nodes = Objects.requireNonNullElse(nodes, Map.of());
    places = Objects.requireNonNullElse(places, Map.of());
    addresses = Objects.requireNonNullElse(addresses, Map.of());
  }

  PolicyEvaluator evaluator() {
    return new PolicyEvaluator(
        policies.stream().map(policy -> NetworkPolicyJson.read(policy, "default")).toList(),
        namespaces);
  }

  Stream<TruthTable> truthTables() {
    return tables.entrySet().stream().map(each -> TruthTable.read(each.getKey(), each.getValue()));
  }

  /** A pod {@code namespace/name}, a {@code node:name}, or an address. */
  Endpoint endpoint(String word) {
    if (word.startsWith("node:")) {
      String node = word.substring("node:".length());
      return new Host(node, Objects.requireNonNull(nodes.get(node), word));
    }
    return word.contains("/") ? pod(word) : new Outside(word);
  }

  private Pod pod(String word) {
    Map<String, String> labels = Objects.requireNonNull(pods.get(word), word);
    String[] parts = word.split("/");
    int index = pods.keySet().stream().sorted().toList().indexOf(word) + 1;
    String address = addresses.getOrDefault(word, "10.244.0." + index);
    return new Pod(parts[0], parts[1], labels, namedPorts(word), address, placeOf(word));
  }

  private @Nullable String placeOf(String word) {
    return places.get(word);
  }

  private List<NamedPort> namedPorts(String word) {
    List<NamedPort> named = new ArrayList<>();
    ports
        .getOrDefault(word, USUAL_PORTS)
        .forEach((name, port) -> {
          String[] parts = port.split("/");
          named.add(new NamedPort(name, Protocol.valueOf(parts[0]), Integer.parseInt(parts[1])));
        });
    return named;
  }

  private static Map<String, Map<String, String>> usualPods() {
    Map<String, Map<String, String>> pods = new java.util.TreeMap<>();
    for (String namespace : List.of("x", "y", "z")) {
      for (String name : List.of("a", "b", "c")) {
        pods.put(namespace + "/" + name, Map.of("pod", name));
      }
    }
    return pods;
  }

  @Override
  public String toString() {
    return title;
  }
}
