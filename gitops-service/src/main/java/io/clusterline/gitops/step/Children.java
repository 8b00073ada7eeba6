package io.clusterline.gitops.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Selection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The Applications that the root has made, as Argo CD sees them. The root waits for each in its
 * turn, so one that is stuck keeps all that follow from being made.
 *
 * @param applications those that exist
 */
record Children(List<JsonNode> applications) {

  private static final int NAMED = 3;
  private static final String REFUSED = "InvalidSpecError";

  /**
   * @param root the status of the root Application, which lists its resources
   */
  static Children of(KubernetesApi api, JsonNode root) {
    Set<String> names =
        root.path("resources")
            .valueStream()
            .filter(resource -> resource.path("kind").asString("").equals("Application"))
            .map(resource -> resource.path("name").asString(""))
            .collect(Collectors.toSet());
    return new Children(
        names.isEmpty()
            ? List.of()
            : api
                .list(
                    Selection.all(GitOpsProject.API_VERSION, "Application")
                        .in(GitOpsProject.NAMESPACE))
                .stream()
                .filter(application -> names.contains(name(application)))
                .toList());
  }

  /**
   * @throws ClusterlineException when one names a project that does not exist: nothing but the
   *     specification or the repository can change that
   */
  void refuseUnknownProject() {
    applications.stream()
        .filter(application ->
            conditions(application)
                .anyMatch(condition ->
                    condition.path("type").asString("").equals(REFUSED)
                        && condition.path("message").asString("").contains("project")))
        .findFirst()
        .ifPresent(application -> {
          throw new ClusterlineException(
              ErrorCode.GITOPS_REFUSED,
              "Argo CD refuses application %s of project %s: %s"
                  .formatted(
                      name(application),
                      application.at("/spec/project").asString(""),
                      messages(application)));
        });
  }

  /** {@code , 3 of 5 applications Synced and Healthy, not so web (OutOfSync, Missing)}. */
  String describe() {
    if (applications.isEmpty()) {
      return "";
    }
    List<JsonNode> others = applications.stream().filter(one -> !isWell(one)).toList();
    String named =
        others.stream().limit(NAMED).map(Children::state).collect(Collectors.joining(", "));
    return ", %d of %d applications Synced and Healthy%s"
        .formatted(
            applications.size() - others.size(),
            applications.size(),
            named.isEmpty() ? "" : "; not so: " + named);
  }

  private static boolean isWell(JsonNode application) {
    return sync(application).equals("Synced") && health(application).equals("Healthy");
  }

  private static String state(JsonNode application) {
    String messages = messages(application);
    return "%s (%s, %s%s)"
        .formatted(
            name(application),
            sync(application),
            health(application),
            messages.isEmpty() ? "" : ": " + messages);
  }

  private static String sync(JsonNode application) {
    return application.at("/status/sync/status").asString("not compared yet");
  }

  private static String health(JsonNode application) {
    return application.at("/status/health/status").asString("Unknown");
  }

  private static String messages(JsonNode application) {
    return conditions(application)
        .map(condition -> condition.path("message").asString(""))
        .collect(Collectors.joining("; "));
  }

  private static java.util.stream.Stream<JsonNode> conditions(JsonNode application) {
    return application.at("/status/conditions").valueStream();
  }

  private static String name(JsonNode application) {
    return application.at("/metadata/name").asString("");
  }
}
