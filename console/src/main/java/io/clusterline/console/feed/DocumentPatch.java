package io.clusterline.console.feed;

import io.clusterline.Json;
import io.clusterline.projection.ClusterDocument;
import io.clusterline.projection.ClusterDocument.Stage;
import io.clusterline.projection.ClusterDocument.Step;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The difference of two documents of a cluster: the new one, whose stages hold only the steps that
 * changed. A stage whose plan changed holds all of them and {@code "replan": true}.
 */
final class DocumentPatch {

  private DocumentPatch() {}

  /**
   * @param before null: the cluster is new
   */
  static ObjectNode of(@Nullable ClusterDocument before, ClusterDocument after) {
    ObjectNode patch = Json.MAPPER.valueToTree(after);
    Map<String, Stage> stages = new HashMap<>();
    if (before != null) {
      before.stages().forEach(stage -> stages.put(stage.name(), stage));
    }
    for (JsonNode stage : patch.get("stages")) {
      Stage old = stages.get(stage.get("name").stringValue());
      shorten((ObjectNode) stage, old == null ? Map.of() : old.steps(), stage(after, stage));
    }
    return patch;
  }

  private static Map<String, Step> stage(ClusterDocument document, JsonNode stage) {
    return document.stages().stream()
        .filter(each -> each.name().equals(stage.get("name").stringValue()))
        .findFirst()
        .orElseThrow()
        .steps();
  }

  private static void shorten(ObjectNode stage, Map<String, Step> before, Map<String, Step> after) {
    if (!before.keySet().equals(after.keySet())) {
      stage.put("replan", true);
      return;
    }
    ObjectNode steps = (ObjectNode) stage.get("steps");
    after.forEach((address, step) -> {
      if (step.equals(before.get(address))) {
        steps.remove(address);
      }
    });
  }
}
