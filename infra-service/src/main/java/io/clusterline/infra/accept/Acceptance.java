package io.clusterline.infra.accept;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.event.StageName;
import io.clusterline.messaging.Line;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StateLocation;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Gives a valid request its generation and its build. A request that was accepted before, by the
 * source and id of its event, gets the generation that it got then.
 */
public final class Acceptance {

  /** What became of a request. */
  enum Fate {
    ACCEPTED,
    REPEATED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Line line;

  public Acceptance(Line line) {
    this.line = line;
  }

  Fate accept(Event<ClusterRequested> request) {
    ClusterRequested data = request.data();
    Cluster cluster = SpecificationReader.of(data.cluster());
    refuseOtherSubject(request, cluster);
    ClusterState state = line.state(StateLocation.of(cluster.spec().aws()), cluster.name());
    ClusterRecord fresh = ClusterRecord.unknown(cluster.name(), Ids.timeOrdered(line.clock()));
    ClusterRecord before = state.read().orElse(fresh);
    ClusterRecord after = state.change(before, now -> accept(now, request));
    boolean repeated = before.generationOf(request.source(), request.id()).isPresent();
    if (!repeated || isNewest(after, request)) {
      publish(request, cluster, after, data.cluster().equals(before.specification()));
    }
    return repeated ? Fate.REPEATED : Fate.ACCEPTED;
  }

  private ClusterRecord accept(ClusterRecord now, Event<ClusterRequested> request) {
    if (now.generationOf(request.source(), request.id()).isPresent()) {
      return now;
    }
    Long expected = request.data().ifGeneration();
    if (expected != null && expected != now.generation()) {
      throw new StageException(
          ErrorCode.GENERATION_CONFLICT,
          "ifGeneration is "
              + expected
              + ", but "
              + now.name()
              + " is at generation "
              + now.generation());
    }
    List<String> approvals = Objects.requireNonNullElse(request.data().approvals(), List.of());
    JsonNode specification = request.data().cluster();
    return now.accepting(
        request.source(), request.id(), specification, Ids.timeOrdered(line.clock()), approvals);
  }

  /** The crash between the record and the publish: the same event is said again. */
  private static boolean isNewest(ClusterRecord record, Event<ClusterRequested> request) {
    return record
        .generationOf(request.source(), request.id())
        .filter(generation -> generation == record.generation())
        .isPresent();
  }

  private void publish(
      Event<ClusterRequested> request, Cluster cluster, ClusterRecord record, boolean unchanged) {
    ClusterRef ref =
        new ClusterRef(record.name(), record.uid(), record.generation(), record.buildId());
    line.publisher()
        .publish(
            line.event(
                StageName.ACCEPT, ref, request.id(), new ClusterAccepted(cluster, unchanged)));
  }

  private static void refuseOtherSubject(Event<?> request, Cluster cluster) {
    if (!request.subject().equals(cluster.name())) {
      throw new StageException(
          ErrorCode.MALFORMED_EVENT,
          "subject is not the specification's metadata.name '" + cluster.name() + "'");
    }
  }
}
