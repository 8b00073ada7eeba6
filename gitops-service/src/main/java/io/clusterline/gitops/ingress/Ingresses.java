package io.clusterline.gitops.ingress;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Ingresses of the cluster, ours by their label. */
final class Ingresses {

  static final String API_VERSION = "networking.k8s.io/v1";
  static final String KIND = "Ingress";

  /** On each Ingress that this stage makes; its value is the cluster's name. */
  static final String OURS = "clusterline.io/front-door";

  static final String PREFIX = "alb.ingress.kubernetes.io/";
  static final String GROUP = PREFIX + "group.name";

  /** external-dns passes over each object on which it says another name than its own. */
  static final String EXTERNAL_DNS = "external-dns.alpha.kubernetes.io/controller";

  private Ingresses() {}

  static ObjectRef ref(String namespace, String name) {
    return ObjectRef.namespaced(API_VERSION, KIND, namespace, name);
  }

  static ObjectRef ref(JsonNode ingress) {
    JsonNode metadata = ingress.path("metadata");
    return ref(metadata.path("namespace").asString(""), metadata.path("name").asString(""));
  }

  static List<JsonNode> ours(KubernetesApi api, String cluster) {
    return api.list(Selection.all(API_VERSION, KIND).withLabels(OURS + "=" + cluster));
  }

  static boolean isOurs(JsonNode ingress, String cluster) {
    return ingress.path("metadata").path("labels").path(OURS).asString("").equals(cluster);
  }

  /** Those of others that share the load balancer. */
  static List<JsonNode> othersOf(KubernetesApi api, String group, String cluster) {
    return api.list(Selection.all(API_VERSION, KIND).withLabels(OURS + "!=" + cluster)).stream()
        .filter(ingress -> annotation(ingress, GROUP).equals(group))
        .toList();
  }

  static String annotation(JsonNode ingress, String key) {
    return ingress.path("metadata").path("annotations").path(key).asString("");
  }

  /** The name of its load balancer; empty as long as it has none. */
  static String address(JsonNode ingress) {
    return ingress.at("/status/loadBalancer/ingress/0/hostname").asString("");
  }

  /** Deletes them and waits: the controller keeps each until the load balancer has let it go. */
  static void delete(FrontContext front, List<ObjectRef> refs) {
    KubernetesApi api = front.kubernetes();
    refs.forEach(ref -> {
      front.beforeMutation();
      api.delete(ref);
    });
    api.await(
        Wait.until("the load balancer has let go of " + names(refs))
            .within(front.settings().removal())
            .reporting(front::report),
        Selection.ofKindsOf(refs),
        () -> gone(api, refs));
  }

  private static Seen<Boolean> gone(KubernetesApi api, List<ObjectRef> refs) {
    List<JsonNode> left = refs.stream().flatMap(ref -> api.get(ref).stream()).toList();
    return left.isEmpty()
        ? Seen.yes(true)
        : Seen.notYet(left.stream().map(Ingresses::holders).collect(Collectors.joining("; ")));
  }

  private static String holders(JsonNode ingress) {
    String finalizers =
        ingress
            .path("metadata")
            .path("finalizers")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(", "));
    return ref(ingress)
        + " is still there"
        + (finalizers.isEmpty() ? "" : ", held by " + finalizers);
  }

  static String names(List<ObjectRef> refs) {
    return refs.stream().map(ObjectRef::toString).collect(Collectors.joining(", "));
  }
}
