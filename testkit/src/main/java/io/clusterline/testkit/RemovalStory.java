package io.clusterline.testkit;

import io.clusterline.event.AddonsRemoved;
import io.clusterline.event.BuildCancelled;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.CniRemoved;
import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.NetworkRemoved;
import io.clusterline.event.NodesRemoved;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.Retained;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.projection.ClusterView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the events of a removal for tests. */
public final class RemovalStory {

  private static final String FIX = "Do this.";

  private final List<Event<?>> events = new ArrayList<>();
  private final RemovalRequest order;
  private final String buildId;
  private final long generation;
  private final @Nullable String causation;

  /**
   * @param causation the request that it answers
   */
  public RemovalStory(Mode mode, long generation, long baseline, @Nullable String causation) {
    this.order = new RemovalRequest(mode, generation, baseline, "not needed", "an engineer");
    this.buildId = mode == Mode.PRUNE ? "build-" + generation : "removal-" + generation;
    this.generation = generation;
    this.causation = causation;
  }

  public List<Event<?>> events() {
    return events;
  }

  public ClusterView fold(ClusterView view) {
    ClusterView folded = view;
    for (Event<?> event : events) {
      folded = folded.with(event);
    }
    return folded;
  }

  public RemovalStory accepted(double at) {
    return add(at, buildId, new RemovalAccepted(Story.cluster(), order));
  }

  public RemovalStory cancelled(double at) {
    BuildCancelled data = new BuildCancelled(generation - 1, false, "wrong", "an engineer");
    return add(at, buildId, data);
  }

  public RemovalStory refused(double at, String code) {
    return refused(at, code, "that cannot be");
  }

  public RemovalStory refused(double at, String code, String message) {
    return add(
        at, null, new RequestRefused("ClusterDeletionRequested", code, message, FIX, List.of()));
  }

  /** As published by services before RequestRefused existed. */
  public RemovalStory refusedByTheStage(double at, String code) {
    return add(at, null, failure(StageName.ACCEPT, code));
  }

  public RemovalStory failed(double at, StageName stage, String code) {
    return add(at, buildId, failure(stage, code));
  }

  /** Each layer deletes one resource; one volume is retained. */
  public RemovalStory deleted(double at) {
    return deleted(at, "vpc/main");
  }

  /** The same with that resource in the last layer. */
  public RemovalStory deleted(double at, String last) {
    List<Retained> retained =
        List.of(new Retained("volume vol-1", "the API server did not answer"));
    var cluster = Story.cluster();
    add(at, buildId, new AddonsRemoved(cluster, order, List.of("helm-release/argo-cd"), retained));
    add(at, buildId, new NetworkRemoved(cluster, order, List.of("namespace/apps"), List.of()));
    add(at, buildId, new CniRemoved(cluster, order, List.of("calico/calico"), List.of()));
    add(at, buildId, new NodesRemoved(cluster, order, List.of("joined-node/w"), List.of()));
    return add(at, buildId, new InfraRemoved(cluster, order, List.of(last), List.of()));
  }

  /** The deletion of a cluster that is gone is answered by its end alone. */
  public RemovalStory alreadyDeleted(double at) {
    return add(at, buildId, new InfraRemoved(Story.cluster(), order, List.of(), List.of()));
  }

  private static StageFailed failure(StageName stage, String code) {
    return new StageFailed(
        stage,
        code,
        "vpc-1 is left",
        FIX,
        true,
        5,
        List.of(),
        List.of(),
        List.of(),
        null,
        "letter-9");
  }

  private RemovalStory add(double at, @Nullable String correlation, ClusterEvent data) {
    events.add(
        new Event<>(
            "removal-" + generation + "-" + events.size(),
            "/test",
            Story.name(),
            Story.BEGIN.plusMillis(Math.round(at * 1000)),
            "uid",
            generation,
            correlation,
            causation,
            null,
            data));
    return this;
  }
}
