package io.clusterline.firewall;

import io.clusterline.Json;
import io.clusterline.bootstrap.kubeadm.BootstrapToken;
import io.clusterline.bootstrap.kubeadm.KubeadmInit;
import io.clusterline.bootstrap.kubeadm.NodeRegistration;
import io.clusterline.event.Machine;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** Where the parts of a control plane listen, by the configuration that kubeadm is given. */
final class KubeadmBinding {

  private static final String LOOPBACK = "127.0.0.1"; // kubeadm's default

  private final List<JsonNode> documents = new ArrayList<>();

  KubeadmBinding(Cluster cluster) {
    NodeSpec node =
        cluster.spec().nodes().stream()
            .filter(candidate -> candidate.role() == NodeRole.CONTROL_PLANE)
            .findFirst()
            .orElseThrow();
    Machine machine =
        new Machine(
            node.name(),
            node.role(),
            "i-0",
            "10.0.1.10",
            "203.0.113.10",
            "zone",
            node.preferredType(),
            "");
    String yaml =
        new KubeadmInit(
                cluster, NodeRegistration.of(machine, cluster.spec()), BootstrapToken.generate())
            .yaml()
            .reveal();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(yaml)
        .forEach(document -> documents.add(Json.MAPPER.valueToTree(document)));
  }

  String ofController() {
    return argument(
        kind("ClusterConfiguration").at("/controllerManager/extraArgs"), "bind-address");
  }

  String ofScheduler() {
    return argument(kind("ClusterConfiguration").at("/scheduler/extraArgs"), "bind-address");
  }

  /** The one that others than the machine itself can reach. */
  String ofEtcdMetrics() {
    String urls =
        argument(kind("ClusterConfiguration").at("/etcd/local/extraArgs"), "listen-metrics-urls");
    return Arrays.stream(urls.split(","))
        .map(url -> url.replaceAll("https?://|:\\d+", ""))
        .filter(address -> !address.equals(LOOPBACK))
        .findFirst()
        .orElse(LOOPBACK);
  }

  String ofProxyMetrics() {
    String address = kind("KubeProxyConfiguration").path("metricsBindAddress").asString(LOOPBACK);
    return address.replaceAll(":\\d+$", "");
  }

  private JsonNode kind(String kind) {
    return documents.stream()
        .filter(document -> document.path("kind").asString("").equals(kind))
        .findFirst()
        .orElseGet(() -> Json.MAPPER.createObjectNode());
  }

  private static String argument(JsonNode arguments, String name) {
    return arguments
        .valueStream()
        .filter(argument -> argument.path("name").asString().equals(name))
        .map(argument -> argument.path("value").asString())
        .findFirst()
        .orElse(LOOPBACK);
  }
}
