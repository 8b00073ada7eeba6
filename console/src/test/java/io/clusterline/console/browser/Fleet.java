package io.clusterline.console.browser;

import io.clusterline.Json;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Finding;
import io.clusterline.spec.NodeSpec;
import io.clusterline.testkit.SampleClusters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Builds of many clusters with 14 nodes each, as endless a sequence of events as is asked for. */
final class Fleet {

  static final String STEP = "ssh-reachable/k8s-master";
  private static final List<String> PER_NODE =
      List.of("host-key", "cloud-init", "prepared-node", "joined-node", "node-labels");

  private final List<Cluster> clusters;
  private int number;

  Fleet(int size) {
    clusters =
        Stream.iterate(0, at -> at + 1)
            .limit(size)
            .map(at -> SampleClusters.named("eco2.yaml", "fleet-%02d".formatted(at)))
            .toList();
  }

  /** Requests, plans, and the first steps of every build. */
  List<Event<?>> begin() {
    List<Event<?>> events = new ArrayList<>();
    for (Cluster cluster : clusters) {
      events.add(event(cluster, ClusterRequested.of(Json.MAPPER.createObjectNode())));
      events.add(event(cluster, new ClusterAccepted(cluster, false)));
      events.add(event(cluster, new StageStarted(StageName.INFRA, 1, instances(cluster))));
      events.add(event(cluster, new StageStarted(StageName.BOOTSTRAP, 1, bootstrap(cluster))));
      events.add(event(cluster, new StepStarted(StageName.BOOTSTRAP, STEP, 1)));
    }
    return events;
  }

  private static List<PlannedStep> instances(Cluster cluster) {
    return cluster.spec().nodes().stream()
        .map(node -> new PlannedStep("instance/" + node.name(), List.of()))
        .toList();
  }

  private static List<PlannedStep> bootstrap(Cluster cluster) {
    List<PlannedStep> steps = new ArrayList<>(List.of(new PlannedStep(STEP, List.of())));
    for (NodeSpec node : cluster.spec().nodes()) {
      PER_NODE.forEach(kind -> steps.add(new PlannedStep(kind + "/" + node.name(), List.of(STEP))));
    }
    return steps;
  }

  /** The next events of all builds in turn: steps begin, tell how far they are, and end. */
  List<Event<?>> next(int count) {
    return Stream.generate(this::next).limit(count).<Event<?>>map(event -> event).toList();
  }

  private Event<?> next() {
    int at = number++;
    Cluster cluster = clusters.get(at % clusters.size());
    int turn = at / clusters.size();
    List<NodeSpec> nodes = cluster.spec().nodes();
    int step = turn / 3;
    String address =
        PER_NODE.get(step / nodes.size() % PER_NODE.size())
            + "/"
            + nodes.get(step % nodes.size()).name();
    ClusterEvent data =
        switch (turn % 3) {
          case 0 -> new StepStarted(StageName.BOOTSTRAP, address, 1);
          case 1 -> new StepProgressed(StageName.BOOTSTRAP, address, 50, "look " + at);
          default -> new StepFinished(StageName.BOOTSTRAP, address, Outcome.CREATED, 50, 100, "");
        };
    return event(cluster, data);
  }

  /** The first build's first step says something. */
  Event<?> says(String message) {
    return event(
        clusters.getFirst(), new StepProgressed(StageName.BOOTSTRAP, STEP, number % 100, message));
  }

  /** The first build's stage beside the others fails with these words. */
  Event<?> fails(String words, String letter) {
    StepFailure step = new StepFailure(words, words, words, List.of(words));
    return event(
        clusters.getFirst(),
        new StageFailed(
            StageName.EDGE,
            words,
            words,
            words,
            false,
            1,
            List.of(step),
            List.of(),
            List.of(new Finding(words, words, words, words)),
            null,
            letter));
  }

  /** The last build is accepted once more. */
  Event<?> accepts() {
    return event(clusters.getLast(), new ClusterAccepted(clusters.getLast(), false));
  }

  /** The first build's last machine is labelled: that step begins, or ends. */
  Event<?> labels(boolean ends) {
    Cluster cluster = clusters.getFirst();
    String address = "node-labels/" + cluster.spec().nodes().getLast().name();
    return event(
        cluster,
        ends
            ? new StepFinished(StageName.BOOTSTRAP, address, Outcome.CREATED, 50, 100, "")
            : new StepStarted(StageName.BOOTSTRAP, address, 1));
  }

  private Event<?> event(Cluster cluster, ClusterEvent data) {
    boolean isRequest = data instanceof ClusterRequested;
    return new Event<>(
        "event-" + System.nanoTime(),
        "/test",
        cluster.name(),
        Instant.now(),
        isRequest ? null : "uid-" + cluster.name(),
        isRequest ? null : 1L,
        isRequest ? null : "build-" + cluster.name(),
        null,
        null,
        data);
  }
}
