package io.clusterline.kubernetes;

import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Status;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Asks the API server to evict a pod: the one way to end it that disruption budgets can refuse. */
record Eviction(String namespace, String pod) {

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int BUDGET_SPENT = 429;

  /** The answer for a pod that several budgets protect, which evictions do not support. */
  private static final int SEVERAL_BUDGETS = 500;

  static Eviction of(JsonNode podObject) {
    JsonNode metadata = podObject.path("metadata");
    return new Eviction(metadata.path("namespace").asString(), metadata.path("name").asString());
  }

  String path() {
    return "/api/v1/namespaces/%s/pods/%s/eviction".formatted(namespace, pod);
  }

  String body() {
    return """
    {"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"%s","namespace":"%s"}}
    """
        .formatted(pod, namespace);
  }

  /**
   * Why it was refused, in the API server's words, which name the budget; empty when the pod is on
   * its way or gone.
   *
   * @throws ApiException for any other answer
   */
  static Optional<String> refusal(ApiException answer) throws ApiException {
    return switch (answer.getCode()) {
      case NOT_FOUND, CONFLICT -> Optional.empty(); // gone, or changed: the next round sees
      case BUDGET_SPENT, SEVERAL_BUDGETS -> Optional.of(describe(answer));
      default -> throw answer;
    };
  }

  /** {@link StatusAnswers} has converted it. */
  private static String describe(ApiException answer) {
    V1Status status = JSON.deserialize(answer.getResponseBody(), V1Status.class);
    return String.valueOf(status.getMessage());
  }
}
