package io.clusterline.gitops.ingress;

import io.clusterline.Json;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesException;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what the AWS Load Balancer Controller would: gives each Ingress the address of its group's
 * load balancer, and binds each Service behind it that exists.
 */
final class FakeBalancer implements AutoCloseable {

  static final String ADDRESS = "k8s-front-0a1b2c3d4e.ap-northeast-2.elb.amazonaws.com";

  private final KubernetesApi api;
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
  private volatile boolean stopped;

  FakeBalancer(KubernetesApi api) {
    this.api = api;
    thread.start();
  }

  private void run() {
    while (!stopped) {
      try {
        api.list(Selection.all(Ingresses.API_VERSION, Ingresses.KIND)).forEach(this::reconcile);
      } catch (KubernetesException vanishedMeanwhile) {
        // looked at again in a moment
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private void reconcile(JsonNode ingress) {
    if (Ingresses.address(ingress).isEmpty()) {
      ObjectNode status = like(Ingresses.API_VERSION, Ingresses.KIND, Ingresses.ref(ingress));
      status
          .putObject("status")
          .putObject("loadBalancer")
          .putArray("ingress")
          .addObject()
          .put("hostname", ADDRESS);
      api.applyStatus(status);
    }
    JsonNode service = ingress.at("/spec/rules/0/http/paths/0/backend/service");
    String namespace = ingress.at("/metadata/namespace").asString();
    String name = service.path("name").asString();
    if (api.get(ObjectRef.namespaced("v1", "Service", namespace, name)).isPresent()) {
      bind(namespace, name, service.at("/port/number").asInt());
    }
  }

  private void bind(String namespace, String service, int port) {
    ObjectNode binding =
        like(
            "elbv2.k8s.aws/v1beta1",
            "TargetGroupBinding",
            ObjectRef.namespaced("", "", namespace, "k8s-" + service));
    ObjectNode spec = binding.putObject("spec");
    spec.put("targetGroupARN", arn(service)).put("targetType", "instance");
    spec.putObject("serviceRef").put("name", service).put("port", port);
    api.apply(binding);
  }

  static String arn(String service) {
    return "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/" + service + "/1";
  }

  private static ObjectNode like(String apiVersion, String kind, ObjectRef ref) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", apiVersion).put("kind", kind);
    manifest.putObject("metadata").put("name", ref.name()).put("namespace", ref.namespace());
    return manifest;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
