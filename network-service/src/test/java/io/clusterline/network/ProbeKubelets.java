package io.clusterline.network;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.Selection;
import io.clusterline.testing.ApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reports for the pods of network probes what kubelets would: each container ends well, unless a
 * test says otherwise.
 */
final class ProbeKubelets implements AutoCloseable {

  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final String MTU = "mtu";

  private final KubernetesApi api = ApiServer.shared().connect();
  private final Map<String, String> said = new ConcurrentHashMap<>();
  private final Map<String, String> mtus = new ConcurrentHashMap<>();
  private final Thread loop = Thread.ofVirtual().start(this::run);
  private volatile boolean closed;
  private volatile boolean pulls = true;
  private volatile int reported;

  /** The container fails on that node, and says that. */
  void fails(String container, String node, String saying) {
    said.put(container + "@" + node, saying);
  }

  /** What pods of that node read of their interface; else 8951. */
  void mtu(String node, String mtu) {
    mtus.put(node, mtu);
  }

  void cannotPull() {
    pulls = false;
  }

  /** Of how many pods something was reported. */
  int reported() {
    return reported;
  }

  private void run() {
    while (!closed) {
      namespaces().forEach(this::reportPods);
      LockSupport.parkNanos(OFTEN.toNanos());
    }
  }

  private List<String> namespaces() {
    Selection ours =
        Selection.all("v1", "Namespace").withLabels("clusterline.io/network-probe=namespace");
    return api.list(ours).stream()
        .map(namespace -> namespace.path("metadata"))
        .filter(metadata -> !metadata.has("deletionTimestamp"))
        .map(metadata -> metadata.path("name").asString())
        .toList();
  }

  private void reportPods(String namespace) {
    api.list(Selection.all("v1", "Pod").in(namespace)).stream()
        .filter(pod -> pod.at("/status/podIP").asString("").isEmpty())
        .forEach(this::report);
  }

  private void report(JsonNode pod) {
    String manifest =
        "{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s}, status: {podIP: 192.168.0.9, podIPs: [{ip: 192.168.0.9}], %s}}"
            .formatted(
                pod.at("/metadata/name").asString(),
                pod.at("/metadata/namespace").asString(),
                Stream.of("initContainer", "container")
                    .map(kind -> kind + "Statuses: [" + statuses(pod, kind + "s") + "]")
                    .collect(Collectors.joining(", ")));
    api.applyStatus(Manifests.parse(manifest).getFirst());
    reported++;
  }

  private String statuses(JsonNode pod, String kind) {
    String node = pod.at("/spec/nodeName").asString();
    return pod.path("spec")
        .path(kind)
        .valueStream()
        .map(container -> container.path("name").asString())
        .map(name ->
            "{name: %s, image: i, imageID: i, ready: false, restartCount: 0, %s}"
                .formatted(name, state(name, node)))
        .collect(Collectors.joining(", "));
  }

  private String state(String container, String node) {
    if (!pulls) {
      return "state: {waiting: {reason: ImagePullBackOff, message: 'no such image'}}";
    }
    String why = said.get(container + "@" + node);
    if (why != null) { // as it is started again and again
      return "state: {waiting: {reason: CrashLoopBackOff, message: 'back-off'}}, lastState: {terminated: {exitCode: 1, message: '%s'}}"
          .formatted(why);
    }
    String message = container.equals(MTU) ? mtus.getOrDefault(node, "8951") : "";
    return container.equals("server")
        ? "state: {running: {}}"
        : "state: {terminated: {exitCode: 0, message: '%s'}}".formatted(message);
  }

  @Override
  public void close() {
    closed = true;
    try {
      loop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
  }
}
