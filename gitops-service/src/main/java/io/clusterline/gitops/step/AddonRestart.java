package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts the pods anew that use a Secret which has changed since: a program reads its password when
 * it starts. A chart does so by itself only for a Secret that it contains. The pod template names
 * the generation that has changed the Secret, so that each change is followed once.
 */
public record AddonRestart(HelmRelease release) implements Step<Platform, AddonRestart.Done> {

  /** By the workload, {@code Kind name}: nothing is left of it but the annotation. */
  public record Done(List<String> workloads) {}

  public static final Kind<Platform, Done> KIND = Kind.withoutResource("addon-restart", Done.class);

  private static final String PREFIX = "secret.clusterline.io/";

  @Override
  public Kind<Platform, Done> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return release.addon().name();
  }

  @Override
  public Found<Done> find(Platform platform) {
    Map<ObjectRef, ObjectNode> late = late(platform);
    return late.isEmpty()
        ? Found.inSync(new Done(List.of()))
        : Found.drifted(
            new Done(List.of()),
            new Change("pods", "with an earlier secret", "with the present one"));
  }

  @Override
  public Done apply(Platform platform, Found<Done> found) {
    Map<ObjectRef, ObjectNode> late = late(platform);
    late.forEach((workload, annotations) -> {
      platform.report("starting the pods of " + workload + " anew: a secret of theirs has changed");
      platform.kubernetes().mergePatch(workload, patch(annotations));
    });
    return new Done(late.keySet().stream().map(ObjectRef::toString).sorted().toList());
  }

  /** Workloads with the annotations that their pods lack. */
  private Map<ObjectRef, ObjectNode> late(Platform platform) {
    Map<String, String> changes = changes(platform);
    Map<ObjectRef, ObjectNode> late =
        new TreeMap<>(java.util.Comparator.comparing(ObjectRef::toString));
    if (changes.isEmpty()) {
      return late;
    }
    new AddonWorkloads(platform.kubernetes(), release.addon())
        .ofChart()
        .forEach(workload ->
            platform
                .kubernetes()
                .get(workload)
                .map(object -> missing(object.at("/spec/template"), changes))
                .filter(missing -> !missing.isEmpty())
                .ifPresent(missing -> late.put(workload, missing)));
    return late;
  }

  /** By the Secret's name; one that was never changed is as the pods have found it. */
  private Map<String, String> changes(Platform platform) {
    Map<String, String> changes = new TreeMap<>();
    release
        .secrets()
        .forEach(secret ->
            platform
                .kubernetes()
                .get(secret.reference())
                .map(object ->
                    object.at("/metadata/annotations").path(AddonSecret.CHANGED_IN).asString(""))
                .filter(generation -> !generation.isEmpty())
                .ifPresent(generation -> changes.put(secret.template().name(), generation)));
    return changes;
  }

  private static ObjectNode missing(JsonNode template, Map<String, String> changes) {
    String pod = template.path("spec").toString();
    JsonNode annotations = template.at("/metadata/annotations");
    ObjectNode missing = Json.MAPPER.createObjectNode();
    changes.forEach((secret, generation) -> {
      boolean uses = pod.contains('"' + secret + '"');
      if (uses && !annotations.path(PREFIX + secret).asString("").equals(generation)) {
        missing.put(PREFIX + secret, generation);
      }
    });
    return missing;
  }

  private static ObjectNode patch(ObjectNode annotations) {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.withObject("/spec/template/metadata").set("annotations", annotations);
    return patch;
  }
}
