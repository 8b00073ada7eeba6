package io.clusterline.cli.view;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.StageName;
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
  @Nullable Infrastructure infrastructure;
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
    infrastructure = from.infrastructure();
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
        infrastructure,
        controlPlane,
        result,
        stopped);
  }
}
