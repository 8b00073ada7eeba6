package io.clusterline.cli.view;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.StageName;
import io.clusterline.state.StateLocation;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link BuildView} that is being changed: copying a record by hand for one field is noise. */
final class Draft {

  final String cluster;
  @Nullable Instant requestedAt;
  @Nullable Instant lastRequestAt;
  long generation;
  @Nullable String buildId;
  boolean unchanged;
  final Map<StageName, StageView> stages;
  @Nullable Instant masterAt;
  @Nullable StateLocation state;
  @Nullable ControlPlane controlPlane;
  @Nullable AddonsReady result;
  @Nullable String stopped;

  Draft(BuildView from) {
    cluster = from.cluster();
    requestedAt = from.requestedAt();
    lastRequestAt = from.lastRequestAt();
    generation = from.generation();
    buildId = from.buildId();
    unchanged = from.unchanged();
    stages = new EnumMap<>(from.stages());
    masterAt = from.masterAt();
    state = from.state();
    controlPlane = from.controlPlane();
    result = from.result();
    stopped = from.stopped();
  }

  BuildView view() {
    return new BuildView(
        cluster,
        requestedAt,
        lastRequestAt,
        generation,
        buildId,
        unchanged,
        stages,
        masterAt,
        state,
        controlPlane,
        result,
        stopped);
  }
}
