package io.clusterline.gitops.inventory;

import io.clusterline.gitops.inventory.ChartInventory.Hook;
import io.clusterline.gitops.inventory.ChartInventory.Scrape;
import io.clusterline.gitops.inventory.ChartInventory.ServicePorts;
import io.clusterline.gitops.inventory.ChartInventory.Webhook;
import io.clusterline.gitops.inventory.ChartInventory.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sorts out the objects that Helm has rendered.
 *
 * @param namespace of objects that name none
 */
record RenderedChart(List<JsonNode> objects, String namespace) {

  private static final String HOOK = WithoutCluster.HOOK;

  List<String> standing() {
    return objects.stream()
        .filter(object -> !isHook(object))
        .map(this::reference)
        .sorted()
        .toList();
  }

  Map<String, Integer> definitions() {
    Map<String, Integer> sizes = new TreeMap<>();
    ofKind("CustomResourceDefinition")
        .forEach(object -> sizes.put(name(object), object.toString().length()));
    return sizes;
  }

  List<Hook> hooks() {
    return objects.stream()
        .filter(RenderedChart::isHook)
        .map(object -> {
          JsonNode notes = object.at("/metadata/annotations");
          return new Hook(
              reference(object),
              notes.path(HOOK).asString(),
              Integer.parseInt(notes.path(HOOK + "-weight").asString("0")),
              notes.path(HOOK + "-delete-policy").asString("before-hook-creation"));
        })
        .sorted(Comparator.comparing(Hook::events).thenComparing(Hook::object))
        .toList();
  }

  List<Webhook> webhooks() {
    return Stream.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
        .flatMap(this::ofKind)
        .flatMap(object ->
            object.path("webhooks").valueStream().map(webhook -> webhook(object, webhook)))
        .toList();
  }

  private Webhook webhook(JsonNode configuration, JsonNode webhook) {
    JsonNode service = webhook.at("/clientConfig/service");
    return new Webhook(
        reference(configuration),
        webhook.path("name").asString(),
        webhook.path("failurePolicy").asString("Fail"),
        service.path("namespace").asString(namespace)
            + "/"
            + service.path("name").asString()
            + ":"
            + service.path("port").asString("443"),
        webhook.path("rules").valueStream().map(RenderedChart::rule).toList(),
        selector(webhook, "namespaceSelector"),
        selector(webhook, "objectSelector"));
  }

  private static @Nullable JsonNode selector(JsonNode webhook, String which) {
    JsonNode selector = webhook.path(which);
    return selector.isEmpty() ? null : selector;
  }

  private static String rule(JsonNode rule) {
    return joined(rule.path("operations"))
        + " "
        + joined(rule.path("apiGroups"))
        + "/"
        + joined(rule.path("resources"));
  }

  List<Workload> workloads() {
    return objects.stream()
        .flatMap(object ->
            Stream.ofNullable(PodFacts.of(object))
                .map(facts -> facts.workload(reference(object), isHook(object))))
        .sorted(Comparator.comparing(Workload::object))
        .toList();
  }

  List<ServicePorts> services() {
    return ofKind("Service")
        .map(object ->
            new ServicePorts(
                namespaced(object),
                PodFacts.texts(object.at("/spec/selector")),
                object.at("/spec/clusterIP").asString("").equals("None"),
                object.at("/spec/ports").valueStream().map(RenderedChart::port).toList()))
        .sorted(Comparator.comparing(ServicePorts::service))
        .toList();
  }

  private static String port(JsonNode port) {
    String number = port.path("port").asString();
    return port.path("name").asString("")
        + ":"
        + number
        + "->"
        + port.path("targetPort").asString(number);
  }

  List<Scrape> scrapes() {
    return Stream.of("ServiceMonitor", "PodMonitor")
        .flatMap(this::ofKind)
        .map(object ->
            new Scrape(
                reference(object),
                object.at("/spec/selector"),
                object.at("/spec/namespaceSelector/matchNames").isMissingNode()
                    ? List.of(namespaceOf(object))
                    : object
                        .at("/spec/namespaceSelector/matchNames")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList(),
                Stream.of("endpoints", "podMetricsEndpoints")
                    .flatMap(list -> object.path("spec").path(list).valueStream())
                    .map(RenderedChart::endpoint)
                    .toList()))
        .sorted(Comparator.comparing(Scrape::monitor))
        .toList();
  }

  private static String endpoint(JsonNode endpoint) {
    JsonNode port = endpoint.has("port") ? endpoint.path("port") : endpoint.path("targetPort");
    return endpoint.path("scheme").asString("http")
        + " "
        + port.asString("")
        + " "
        + endpoint.path("path").asString("/metrics");
  }

  List<JsonNode> ingresses() {
    return ofKind("Ingress").map(object -> object.path("spec")).toList();
  }

  List<String> images() {
    return workloads().stream()
        .flatMap(workload -> workload.containers().stream())
        .map(ChartInventory.Container::image)
        .filter(image -> !image.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<JsonNode> ofKind(String kind) {
    return objects.stream().filter(object -> object.path("kind").asString("").equals(kind));
  }

  private static boolean isHook(JsonNode object) {
    return object.at("/metadata/annotations").has(HOOK);
  }

  private String reference(JsonNode object) {
    return object.path("kind").asString() + " " + namespaced(object);
  }

  private String namespaced(JsonNode object) {
    return namespaceOf(object) + "/" + name(object);
  }

  private String namespaceOf(JsonNode object) {
    return object.at("/metadata/namespace").asString(namespace);
  }

  private static String name(JsonNode object) {
    return Objects.toString(object.at("/metadata/name").asString(""));
  }

  private static String joined(JsonNode list) {
    return String.join(",", list.valueStream().map(JsonNode::asString).toList());
  }
}
