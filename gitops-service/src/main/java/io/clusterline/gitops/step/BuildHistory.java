package io.clusterline.gitops.step;

import io.clusterline.event.StageName;
import io.clusterline.gitops.monitoring.HistoryBoard;
import io.clusterline.gitops.monitoring.MonitoringRelease;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.StageTimes;
import io.clusterline.stage.Step;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long the stages of the build took that gave the cluster its monitoring, as a dashboard in its
 * own Grafana. Written once, or when somebody has deleted it: a later build that changes nothing
 * must not change this.
 */
public record BuildHistory(AddonHealthy monitoring) implements Step<Platform, BuildHistory.Text> {

  private static final String NAME = "clusterline-build-history";
  private static final String UID = "clusterline-history";

  /**
   * The recorded history.
   *
   * @param markdown of the build that wrote it
   */
  public record Text(String markdown) {}

  public static final Kind<Platform, Text> KIND =
      Kind.<Platform, Text>of(
              "build-history",
              Text.class,
              (platform, text) -> platform.kubernetes().delete(ref()),
              (platform, intent) -> Optional.of(new Text("")))
          .with(Trait.IN_CLUSTER);

  @Override
  public Kind<Platform, Text> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return NAME;
  }

  /** Without a record it is written anew, whatever an interrupted attempt has left. */
  @Override
  public Found<Text> find(Platform platform) {
    return platform
        .recorded(KIND)
        .map(text ->
            switch (Applied.find(platform, manifest(text))) {
              case Found.Missing<String> _ -> Found.<Text>missing();
              case Found.InSync<String> _ -> Found.inSync(text);
              case Found.Drifted<String> drifted ->
                  new Found.Drifted<>(text, drifted.changes(), false);
            })
        .orElseGet(Found::missing);
  }

  @Override
  public Text apply(Platform platform, Found<Text> found) {
    Text text =
        found instanceof Found.Drifted<Text> drifted
            ? drifted.value()
            : new Text(HistoryBoard.text(platform.cluster(), stages(platform)));
    Applied.apply(platform, manifest(text));
    return text;
  }

  private static Map<StageName, StageTimes> stages(Platform platform) {
    Map<StageName, StageTimes> stages = new EnumMap<>(StageName.class);
    for (StageName stage : StageName.build()) {
      platform.times(stage).ifPresent(times -> stages.put(stage, times));
    }
    return stages;
  }

  private ObjectNode manifest(Text text) {
    return new MonitoringRelease(monitoring.addon())
        .dashboard(NAME, UID + ".json", HistoryBoard.json(UID, text.markdown()));
  }

  private static ObjectRef ref() {
    return ObjectRef.namespaced("v1", "ConfigMap", MonitoringDashboard.NAMESPACE, NAME);
  }
}
