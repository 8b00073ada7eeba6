package io.clusterline.gitops.step;

import io.clusterline.event.ChildApplications;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Selection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The Applications that the root's path holds, as Argo CD sees them. The root waits for each wave
 * in its turn, so one that is stuck keeps all that follow from being made.
 *
 * @param all in the order of their waves
 */
record Children(List<Child> all) {

  private static final int NAMED = 5;
  private static final int LONGEST = 300;
  private static final String REFUSED = "InvalidSpecError";

  /**
   * One Application of the path.
   *
   * @param resource its entry in the root's status
   * @param application the object; empty before it is made
   */
  record Child(JsonNode resource, Optional<JsonNode> application) {

    String name() {
      return resource.path("name").asString("");
    }

    long wave() {
      return resource.path("syncWave").asLong(0);
    }

    boolean isWell() {
      return sync().equals("Synced") && health().equals("Healthy");
    }

    /** Else what is said of it is of an earlier version, or of the time before Argo CD looks. */
    private boolean isCurrent() {
      return resource.path("status").asString("").equals("Synced")
          && application.filter(each -> new RootStatus(each).isAsked()).isEmpty();
    }

    String state() {
      if (application.isEmpty()) {
        return name() + " (not made yet)";
      }
      String messages = messages();
      return "%s (%s, %s%s)"
          .formatted(name(), sync(), health(), messages.isEmpty() ? "" : ": " + messages);
    }

    private String sync() {
      return status("/status/sync/status", "not compared yet");
    }

    private String health() {
      return status("/status/health/status", "Unknown");
    }

    private String status(String path, String otherwise) {
      return application.map(each -> each.at(path).asString(otherwise)).orElse("");
    }

    boolean isOfUnknownProject() {
      return isCurrent()
          && conditions()
              .anyMatch(condition ->
                  condition.path("type").asString("").equals(REFUSED)
                      && condition.path("message").asString("").contains("project"));
    }

    String messages() {
      String text =
          conditions()
              .map(condition -> condition.path("message").asString(""))
              .collect(Collectors.joining("; "));
      return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private Stream<JsonNode> conditions() {
      return application.stream().flatMap(each -> each.at("/status/conditions").valueStream());
    }

    Stream<String> charts() {
      return application.stream()
          .flatMap(each ->
              Stream.concat(
                  Stream.of(each.at("/spec/source")), each.at("/spec/sources").valueStream()))
          .map(source -> source.path("chart").asString(""))
          .filter(chart -> !chart.isEmpty());
    }
  }

  static Children of(KubernetesApi api, RootStatus root) {
    List<JsonNode> resources =
        root.resources().stream()
            .filter(resource -> resource.path("kind").asString("").equals("Application"))
            .toList();
    if (resources.isEmpty()) {
      return new Children(List.of());
    }
    Map<String, JsonNode> applications = new HashMap<>();
    api.list(selection())
        .forEach(each -> applications.put(each.at("/metadata/name").asString(""), each));
    return new Children(
        resources.stream()
            .map(each -> new Child(each, application(applications, each)))
            .sorted(Comparator.comparingLong(Child::wave))
            .toList());
  }

  private static Optional<JsonNode> application(
      Map<String, JsonNode> applications, JsonNode resource) {
    return Optional.ofNullable(applications.get(resource.path("name").asString("")));
  }

  static Selection selection() {
    return Selection.all(GitOpsProject.API_VERSION, "Application").in(GitOpsProject.NAMESPACE);
  }

  /**
   * @throws ClusterlineException when one names a project that does not exist: nothing but the
   *     specification or the repository can change that
   */
  void refuseUnknownProject() {
    List<Child> refused = refused();
    if (!refused.isEmpty()) {
      Child child = refused.getFirst();
      throw new ClusterlineException(
          ErrorCode.GITOPS_REFUSED,
          "spec.gitops.projects: Argo CD refuses application %s of project %s: %s"
              .formatted(child.name(), project(child), child.messages()));
    }
  }

  List<Child> refused() {
    return all.stream().filter(Child::isOfUnknownProject).toList();
  }

  private static String project(Child child) {
    return child.application().map(each -> each.at("/spec/project").asString("")).orElse("");
  }

  /** The charts that they install, with the application that does it. */
  Map<String, String> charts() {
    Map<String, String> charts = new TreeMap<>();
    all.forEach(
        child -> child.charts().forEach(chart -> charts.put(chart, "application " + child.name())));
    return charts;
  }

  ChildApplications counts() {
    List<Child> others = all.stream().filter(child -> !child.isWell()).toList();
    return new ChildApplications(
        all.size(),
        all.size() - others.size(),
        others.stream().limit(NAMED).map(Child::state).toList());
  }

  /** {@code , waits for wave 10 of 3 waves up to 20, 3 of 5 applications Synced and Healthy}. */
  String describe() {
    return all.isEmpty() ? "" : wave() + ", " + counts();
  }

  private String wave() {
    long waves = all.stream().mapToLong(Child::wave).distinct().count();
    return all.stream()
        .filter(child -> !child.isWell())
        .findFirst()
        .filter(first -> waves > 1)
        .map(first ->
            ", waits for wave %d of %d waves up to %d"
                .formatted(first.wave(), waves, all.getLast().wave()))
        .orElse("");
  }
}
