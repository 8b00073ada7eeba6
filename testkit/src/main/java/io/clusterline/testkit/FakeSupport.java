package io.clusterline.testkit;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.secret.SecretStore;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.StageTimes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Replaces the other stages for a stage that runs alone: a test sets their results. */
public final class FakeSupport implements StageSupport {

  private final SecretStore secrets;
  private final List<ClusterEvent> published = new CopyOnWriteArrayList<>();
  private final Set<StageName> complete = ConcurrentHashMap.newKeySet();
  private final Map<StageName, StageFailed> failures = new ConcurrentHashMap<>();
  private final Map<StageName, ClusterEvent> results = new ConcurrentHashMap<>();
  private final Map<StageName, StageTimes> times = new ConcurrentHashMap<>();
  private volatile Optional<Long> rotation = Optional.empty();

  public FakeSupport(SecretStore secrets) {
    this.secrets = secrets;
  }

  /** Intermediate events that the stage has published, oldest first. */
  public List<ClusterEvent> published() {
    return List.copyOf(published);
  }

  /** Whether another stage is complete. */
  public void completed(StageName stage, boolean isComplete) {
    if (isComplete) {
      complete.add(stage);
    } else {
      complete.remove(stage);
    }
  }

  /** Another stage has ended well, with that event. */
  public void ended(ClusterEvent result) {
    StageName stage = StageName.endedBy(result).orElseThrow();
    results.put(stage, result);
    complete.add(stage);
  }

  @Override
  public Optional<ClusterEvent> result(StageName stage) {
    return Optional.ofNullable(results.get(stage));
  }

  /** Another stage has failed so. */
  public void failed(StageFailed failure) {
    failures.put(failure.stage(), failure);
  }

  /** That generation asked for new values of the generated secrets. */
  public void rotation(long generation) {
    rotation = Optional.of(generation);
  }

  @Override
  public Optional<Long> rotation() {
    return rotation;
  }

  /** A stage of the same build ran at that time. */
  public void ran(StageName stage, StageTimes at) {
    times.put(stage, at);
  }

  @Override
  public Optional<StageTimes> times(StageName stage) {
    return Optional.ofNullable(times.get(stage));
  }

  @Override
  public void publish(ClusterEvent event) {
    published.add(event);
  }

  @Override
  public boolean completed(StageName stage) {
    return complete.contains(stage);
  }

  @Override
  public Optional<StageFailed> failure(StageName stage) {
    return Optional.ofNullable(failures.get(stage));
  }

  @Override
  public SecretStore secrets() {
    return secrets;
  }
}
