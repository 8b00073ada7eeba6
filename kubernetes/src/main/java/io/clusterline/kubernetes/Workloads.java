package io.clusterline.kubernetes;

import tools.jackson.databind.JsonNode;

/** Assesses workloads by their status, and describes why one is not healthy. */
public final class Workloads {

  private final KubernetesApi api;
  private final PodTrouble trouble;

  public Workloads(KubernetesApi api) {
    this.api = api;
    this.trouble = new PodTrouble(api);
  }

  /**
   * Supports Deployment, StatefulSet, DaemonSet, Job, APIService, CustomResourceDefinition and
   * PersistentVolumeClaim; any other kind is healthy if it exists.
   */
  public WorkloadHealth health(ObjectRef ref) {
    return api.get(ref)
        .map(object -> assess(ref, object))
        .orElseGet(() -> WorkloadHealth.missing(ref));
  }

  /** Why a pod is not ready, in the words of its kubelet, of the scheduler, or of its events. */
  public String describe(JsonNode pod) {
    return trouble.of(pod);
  }

  /** Whether a pod counts as an endpoint. */
  public static boolean isReady(JsonNode pod) {
    return Conditions.isTrue(pod, "Ready");
  }

  private WorkloadHealth assess(ObjectRef ref, JsonNode object) {
    return switch (ref.kind()) {
      case "Deployment", "StatefulSet" -> replicas(ref, object);
      case "DaemonSet" -> daemons(ref, object);
      case "Job" -> job(ref, object);
      case "APIService" -> condition(ref, object, "Available");
      case Kinds.CRD -> condition(ref, object, "Established");
      case "PersistentVolumeClaim" -> claim(ref, object);
      default -> new WorkloadHealth(ref, true, "exists");
    };
  }

  private WorkloadHealth replicas(ObjectRef ref, JsonNode object) {
    JsonNode status = object.path("status");
    int wanted = object.path("spec").path("replicas").asInt(1);
    int available = status.path("availableReplicas").asInt(0);
    int updated = status.path("updatedReplicas").asInt(0);
    return counted(ref, object, wanted, available, updated);
  }

  private WorkloadHealth daemons(ObjectRef ref, JsonNode object) {
    JsonNode status = object.path("status");
    int wanted = status.path("desiredNumberScheduled").asInt(0);
    int available = status.path("numberAvailable").asInt(0);
    int updated = status.path("updatedNumberScheduled").asInt(0);
    return counted(ref, object, wanted, available, updated);
  }

  private WorkloadHealth counted(
      ObjectRef ref, JsonNode object, int wanted, int available, int updated) {
    String count = available + "/" + wanted + " available";
    if (!isObserved(object)) {
      return new WorkloadHealth(ref, false, "its controller has not looked at it yet");
    }
    if (available >= wanted && updated >= wanted) {
      return new WorkloadHealth(ref, true, count);
    }
    String old = updated < wanted ? ", " + updated + " of the present version" : "";
    PodTrouble.Trouble why = trouble.of(ref, object);
    return new WorkloadHealth(ref, false, count + old + "; " + why.text(), why.impossible());
  }

  /** Before that the status is of an older specification, or empty. */
  private static boolean isObserved(JsonNode object) {
    long seen = object.path("status").path("observedGeneration").asLong(0);
    return seen >= object.path("metadata").path("generation").asLong(1);
  }

  private WorkloadHealth job(ObjectRef ref, JsonNode object) {
    if (Conditions.isTrue(object, "Complete")) {
      return new WorkloadHealth(ref, true, "complete");
    }
    String why =
        Conditions.isTrue(object, "Failed")
            ? "failed: " + Conditions.describe(object, "Failed")
            : "not complete; " + trouble.of(ref, object).text();
    return new WorkloadHealth(ref, false, why);
  }

  private static WorkloadHealth condition(ObjectRef ref, JsonNode object, String type) {
    boolean healthy = Conditions.isTrue(object, type);
    return new WorkloadHealth(
        ref,
        healthy,
        healthy ? type.toLowerCase(java.util.Locale.ROOT) : Conditions.describe(object, type));
  }

  private WorkloadHealth claim(ObjectRef ref, JsonNode object) {
    String phase = object.path("status").path("phase").asString("Pending");
    boolean bound = phase.equals("Bound");
    return new WorkloadHealth(
        ref, bound, bound ? "bound" : phase + "; " + trouble.lastWarning(ref).orElse("no event"));
  }
}
