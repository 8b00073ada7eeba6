package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.GitOpsSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An application as Argo CD sees it; most of this is asked of the root.
 *
 * @param application the whole object
 */
record RootStatus(JsonNode application) {

  private static final String REFRESH = "argocd.argoproj.io/refresh";
  private static final List<String> ENDED_BADLY = List.of("Failed", "Error");

  /** Synced with the source of the specification, and not with that of an earlier generation. */
  boolean isSynced(GitOpsSpec gitops) {
    return sync().path("status").asString("").equals("Synced") && isCurrent(gitops);
  }

  /** Whether its children and conditions are those of an earlier specification. */
  boolean isOutdated(GitOpsSpec gitops) {
    return sync().has("comparedTo") && !isCurrent(gitops);
  }

  private boolean isCurrent(GitOpsSpec gitops) {
    JsonNode source = sync().at("/comparedTo/source");
    return source.path("repoURL").asString("").equals(gitops.repository())
        && source.path("targetRevision").asString("").equals(gitops.revision())
        && source.path("path").asString("").equals(gitops.path());
  }

  /** Whether Argo CD has still to answer a request: its status is of the time before. */
  boolean isAsked() {
    return application.has("operation")
        || application.path("metadata").path("annotations").has(REFRESH);
  }

  /** Whether there is something that only looking again, or another sync, can change. */
  boolean isInTrouble() {
    return hasFailed()
        || isStuckWithOldRevision()
        || conditions().findAny().isPresent()
        || sync().path("status").asString("").equals("Synced") && resources().isEmpty();
  }

  private boolean hasFailed() {
    return ENDED_BADLY.contains(phase());
  }

  /** An operation that waits for health keeps to its commit, whatever was pushed meanwhile. */
  private boolean isStuckWithOldRevision() {
    return phase().equals("Running")
        && !operatedRevision().isEmpty()
        && !operatedRevision().equals(revision());
  }

  /** Has Argo CD read the repository again, and sync again what failed. */
  ObjectNode renewal() {
    ObjectNode patch = refresh();
    if (hasFailed()) {
      patch.putObject("operation").putObject("sync").put("prune", true);
      patch.withObject("/operation/initiatedBy").put("username", "clusterline");
      patch.withObject("/status").putNull("operationState");
    } else if (isStuckWithOldRevision()) {
      patch.withObject("/status/operationState").put("phase", "Terminating");
    }
    return patch;
  }

  /** Has Argo CD read the repository again, past its caches. */
  static ObjectNode refresh() {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.withObject("/metadata/annotations").put(REFRESH, "hard");
    return patch;
  }

  /** An operation of an earlier revision that failed says nothing about this one. */
  Optional<ClusterlineException> failedSync() {
    return hasFailed() && operatedRevision().equals(revision())
        ? Optional.of(
            new ClusterlineException(
                ErrorCode.GITOPS_SYNC_FAILED,
                "Argo CD could not sync application %s: %s"
                    .formatted(
                        application.at("/metadata/name").asString(""),
                        operation().path("message").asString(""))))
        : Optional.empty();
  }

  Optional<ClusterlineException> refusal(ArgoRefusal refusals) {
    return conditions()
        .flatMap(condition ->
            refusals
                .of(condition.path("type").asString(""), condition.path("message").asString(""))
                .stream())
        .findFirst();
  }

  /** {@code sync OutOfSync, operation Running: waiting for …, ComparisonError: …}. */
  String describe() {
    Stream<String> sync = Stream.of("sync " + sync().path("status").asString("not compared yet"));
    Stream<String> operation =
        Stream.of(operation())
            .filter(state -> !phase().isEmpty())
            .map(state -> "operation " + phase() + ": " + state.path("message").asString(""));
    Stream<String> conditions =
        conditions().map(c -> c.path("type").asString("") + ": " + c.path("message").asString(""));
    return Stream.of(sync, operation, conditions)
        .flatMap(parts -> parts)
        .collect(Collectors.joining(", "));
  }

  List<JsonNode> resources() {
    return application.at("/status/resources").valueStream().toList();
  }

  String health() {
    return application.at("/status/health/status").asString("Unknown");
  }

  String revision() {
    return sync().path("revision").asString("");
  }

  private Stream<JsonNode> conditions() {
    return application
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString("").endsWith("Error"));
  }

  private JsonNode sync() {
    return application.at("/status/sync");
  }

  private JsonNode operation() {
    return application.at("/status/operationState");
  }

  private String phase() {
    return operation().path("phase").asString("");
  }

  private String operatedRevision() {
    return operation().at("/syncResult/revision").asString("");
  }
}
