package io.clusterline.gitops.inventory;

import io.clusterline.gitops.catalogue.Quantities;
import io.clusterline.gitops.inventory.ChartInventory.Container;
import io.clusterline.gitops.inventory.ChartInventory.Probe;
import io.clusterline.gitops.inventory.ChartInventory.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads from a workload's manifest what matters for placing, starting and reaching its pods. */
final class PodFacts {

  private final JsonNode object;
  private final JsonNode template;
  private final JsonNode pod;

  private PodFacts(JsonNode object, JsonNode template, JsonNode pod) {
    this.object = object;
    this.template = template;
    this.pod = pod;
  }

  /** Null for an object that makes no pods. */
  static @Nullable PodFacts of(JsonNode object) {
    JsonNode spec = object.path("spec");
    return switch (object.path("kind").asString()) {
      case "Deployment", "StatefulSet", "DaemonSet", "Job" ->
          new PodFacts(object, spec.path("template"), spec.at("/template/spec"));
      case "CronJob" ->
          new PodFacts(
              object,
              spec.at("/jobTemplate/spec/template"),
              spec.at("/jobTemplate/spec/template/spec"));
      case "Pod" -> new PodFacts(object, object, spec);
      case "Prometheus", "Alertmanager" ->
          new PodFacts(object, object, spec); // made by an operator
      default -> null;
    };
  }

  Workload workload(String reference, boolean hook) {
    return new Workload(
        reference,
        hook,
        object.at("/spec/replicas").asInt(1),
        pod.path("hostNetwork").asBoolean(false),
        texts(template.at("/metadata/labels")),
        texts(pod.path("nodeSelector")),
        pod.path("tolerations").valueStream().toList(),
        sum("requests"),
        sum("limits"),
        containers(),
        needs(),
        claims());
  }

  private List<JsonNode> all() {
    return Stream.of("initContainers", "containers")
        .flatMap(list -> pod.path(list).valueStream())
        .toList();
  }

  private List<Container> containers() {
    return pod.path("image").isString() ? List.of(operated()) : ownContainers();
  }

  /** What an operator runs: it calls the container by the kind's name. */
  private Container operated() {
    ObjectNode server = ((ObjectNode) pod.deepCopy()).retain("image", "securityContext");
    return container(server.put("name", kind().toLowerCase(Locale.ROOT)), false);
  }

  private String kind() {
    return object.path("kind").asString();
  }

  private List<Container> ownContainers() {
    return Stream.of("initContainers", "containers")
        .flatMap(list ->
            pod.path(list)
                .valueStream()
                .map(container -> container(container, list.equals("initContainers"))))
        .toList();
  }

  private Container container(JsonNode container, boolean init) {
    JsonNode own = container.path("securityContext");
    JsonNode shared = pod.path("securityContext");
    JsonNode user = own.has("runAsUser") ? own.path("runAsUser") : shared.path("runAsUser");
    return new Container(
        container.path("name").asString(),
        container.path("image").asString(""),
        init,
        container
            .path("args")
            .valueStream()
            .map(JsonNode::asString)
            .filter(PodFacts::isArgument)
            .toList(),
        container.path("ports").valueStream().map(PodFacts::port).toList(),
        probes(container),
        container.path("env").valueStream().map(one -> one.path("name").asString()).toList(),
        own.path("runAsNonRoot").asBoolean(shared.path("runAsNonRoot").asBoolean(false)),
        user.isNumber() ? user.asInt() : null);
  }

  /** A script is the chart's text and no fact. */
  private static boolean isArgument(String text) {
    return !text.contains("\n");
  }

  private static String port(JsonNode port) {
    String number = port.path("containerPort").asString();
    return port.path("name").asString("") + ":" + number + (port.has("hostPort") ? "!" : "");
  }

  private static List<Probe> probes(JsonNode container) {
    return Stream.of("startup", "readiness", "liveness")
        .filter(kind -> container.has(kind + "Probe"))
        .map(kind -> probe(kind, container.path(kind + "Probe")))
        .toList();
  }

  /** Where nothing is said the defaults of Kubernetes' API count: at once, and every 10 s. */
  private static Probe probe(String kind, JsonNode probe) {
    int delay = probe.path("initialDelaySeconds").asInt(0);
    return new Probe(kind, action(probe), delay, probe.path("periodSeconds").asInt(10));
  }

  private static String action(JsonNode probe) {
    JsonNode http = probe.path("httpGet");
    if (http.isObject()) {
      String scheme = http.path("scheme").asString("HTTP").toLowerCase(Locale.ROOT);
      return scheme + " " + http.path("port").asString() + " " + http.path("path").asString("/");
    }
    return probe.has("tcpSocket")
        ? "tcp " + probe.at("/tcpSocket/port").asString()
        : probe.has("grpc") ? "grpc " + probe.at("/grpc/port").asString() : "exec";
  }

  /** Of all containers, or of the largest init container where that is more. */
  private Map<String, Integer> sum(String which) {
    Map<String, Integer> sum = new TreeMap<>();
    Stream<JsonNode> running =
        pod.has("containers") ? pod.path("containers").valueStream() : Stream.of(pod);
    running.forEach(container ->
        Quantities.of(container, which)
            .forEach((name, amount) -> sum.merge(name, amount, Integer::sum)));
    pod.path("initContainers")
        .valueStream()
        .forEach(container ->
            Quantities.of(container, which)
                .forEach((name, amount) -> sum.merge(name, amount, Integer::max)));
    return sum;
  }

  private List<String> needs() {
    TreeSet<String> needs = new TreeSet<>();
    for (JsonNode container : all()) {
      container
          .path("env")
          .valueStream()
          .forEach(one -> {
            need(needs, "Secret", one.at("/valueFrom/secretKeyRef"), "name");
            need(needs, "ConfigMap", one.at("/valueFrom/configMapKeyRef"), "name");
          });
      container
          .path("envFrom")
          .valueStream()
          .forEach(one -> {
            need(needs, "Secret", one.path("secretRef"), "name");
            need(needs, "ConfigMap", one.path("configMapRef"), "name");
          });
    }
    pod.path("volumes")
        .valueStream()
        .forEach(volume -> {
          need(needs, "Secret", volume.path("secret"), "secretName");
          need(needs, "ConfigMap", volume.path("configMap"), "name");
        });
    return new ArrayList<>(needs);
  }

  private static void need(TreeSet<String> needs, String kind, JsonNode reference, String field) {
    if (reference.has(field) && !reference.path("optional").asBoolean(false)) {
      String key = reference.path("key").asString("");
      needs.add(kind + " " + reference.path(field).asString() + (key.isEmpty() ? "" : "#" + key));
    }
  }

  private List<JsonNode> claims() {
    return object.at("/spec/volumeClaimTemplates").valueStream().toList();
  }

  static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new TreeMap<>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }
}
