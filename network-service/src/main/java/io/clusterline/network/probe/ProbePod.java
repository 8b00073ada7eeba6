package io.clusterline.network.probe;

import io.clusterline.Json;
import io.clusterline.kubernetes.Manifests;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod that tries something, and its containers.
 *
 * @param name also its host name
 * @param node on which it runs, whatever the node's taints
 * @param label {@code member}, which the policy lets in, or another
 * @param before containers that end before the others start
 */
record ProbePod(
    String name,
    String node,
    String label,
    List<ProbeContainer> before,
    List<ProbeContainer> containers) {

  ProbePod {
    before = List.copyOf(before);
    containers = List.copyOf(containers);
  }

  boolean has(String container) {
    return before.stream().anyMatch(one -> one.name().equals(container))
        || containers.stream().anyMatch(one -> one.name().equals(container));
  }

  JsonNode manifest(ProbeNamespace namespace, String image) {
    String text =
        ProbeTexts.read("pod.yaml")
            .replace("NAMESPACE", namespace.name())
            .replace("NAME", name)
            .replace("NODE", node)
            .replace("LABEL", label);
    ObjectNode pod = (ObjectNode) Manifests.parse(text).getFirst();
    before.forEach(one -> list(pod, "initContainers").add(one.manifest(image)));
    containers.forEach(one -> list(pod, "containers").add(one.manifest(image)));
    return pod;
  }

  private static ArrayNode list(ObjectNode pod, String name) {
    return pod.withObject("/spec").withArray(name);
  }

  /**
   * A container of the image.
   *
   * @param command in place of the image's own; empty: its own
   * @param ports that it serves
   */
  record ProbeContainer(
      String name, List<String> command, List<String> arguments, List<Integer> ports) {

    ProbeContainer {
      command = List.copyOf(command);
      arguments = List.copyOf(arguments);
      ports = List.copyOf(ports);
    }

    /** Ends once the first address answers, and the second (if any) does not. */
    static ProbeContainer connecting(String name, String... addresses) {
      return new ProbeContainer(
          name,
          List.of("sh", "-c", ProbeTexts.read("connect.sh"), "connect"),
          List.of(addresses),
          List.of());
    }

    /** Answers on these ports, and never ends. */
    static ProbeContainer serving(String name, Integer... ports) {
      return new ProbeContainer(name, List.of(), List.of("porter"), List.of(ports));
    }

    private ObjectNode manifest(String image) {
      ObjectNode container = Json.MAPPER.createObjectNode();
      container.put("name", name).put("image", image);
      command.forEach(container.withArray("command")::add);
      arguments.forEach(container.withArray("args")::add);
      for (int port : ports) {
        container.withArray("env").addObject().put("name", "SERVE_PORT_" + port).put("value", "ok");
        container.withArray("ports").addObject().put("containerPort", port);
      }
      container.put("terminationMessagePolicy", "FallbackToLogsOnError");
      ObjectNode resources = container.putObject("resources");
      resources.putObject("requests").put("cpu", "5m").put("memory", "16Mi");
      resources.putObject("limits").put("memory", "64Mi");
      ObjectNode security = container.putObject("securityContext");
      security.put("allowPrivilegeEscalation", false);
      security.putObject("capabilities").putArray("drop").add("ALL");
      return container;
    }
  }
}
