package io.clusterline.gitops.ingress;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The Service behind a host, as the cluster has it. */
record Backend(String namespace, String service, int port) {

  private static final String BINDING_VERSION = "elbv2.k8s.aws/v1beta1";
  private static final String BINDING = "TargetGroupBinding";
  private static final String SLICE_VERSION = "discovery.k8s.io/v1";
  private static final String SLICE = "EndpointSlice";

  /** Why a load balancer that reaches the nodes' ports cannot use it; nothing if it is missing. */
  List<String> problems(KubernetesApi api) {
    return find(api).map(this::problems).orElse(List.of());
  }

  private List<String> problems(JsonNode object) {
    List<String> problems = new ArrayList<>();
    String type = object.at("/spec/type").asString("ClusterIP");
    if (!type.equals("NodePort") && !type.equals("LoadBalancer")) {
      problems.add(this + " is of type " + type + ", not NodePort");
    }
    List<Integer> ports =
        object.at("/spec/ports").valueStream().map(one -> one.path("port").asInt()).toList();
    if (!ports.contains(port)) {
      problems.add(this + " has no port " + port + ", it has " + ports);
    }
    return problems;
  }

  Optional<JsonNode> find(KubernetesApi api) {
    return api.get(ObjectRef.namespaced("v1", "Service", namespace, service));
  }

  /** Pods behind it that are ready. */
  int readyPods(KubernetesApi api) {
    Selection slices =
        Selection.all(SLICE_VERSION, SLICE)
            .in(namespace)
            .withLabels("kubernetes.io/service-name=" + service);
    return (int)
        api.list(slices).stream()
            .flatMap(slice -> slice.path("endpoints").valueStream())
            .filter(endpoint -> endpoint.at("/conditions/ready").asBoolean(true))
            .map(endpoint -> endpoint.at("/targetRef/uid").asString(endpoint.toString()))
            .distinct()
            .count();
  }

  /** How the controller has bound it to a target group of the load balancer. */
  Optional<JsonNode> binding(KubernetesApi api) {
    return api.list(Selection.all(BINDING_VERSION, BINDING).in(namespace)).stream()
        .filter(binding -> binding.at("/spec/serviceRef/name").asString("").equals(service))
        .filter(binding -> isPort(binding.at("/spec/serviceRef/port")))
        .findFirst();
  }

  /** A port may be bound by its name, which only the Service knows. */
  private boolean isPort(JsonNode bound) {
    return bound.isString() || bound.asInt(0) == port;
  }

  /** The kinds of objects that tell of its readiness. */
  List<Selection> watched() {
    return Stream.of(
            Selection.all("v1", "Service"),
            Selection.all(SLICE_VERSION, SLICE),
            Selection.all(BINDING_VERSION, BINDING))
        .map(kind -> kind.in(namespace))
        .toList();
  }

  @Override
  public String toString() {
    return "Service " + namespace + "/" + service;
  }
}
