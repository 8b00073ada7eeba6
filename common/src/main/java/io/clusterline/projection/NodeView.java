package io.clusterline.projection;

import io.clusterline.projection.NodePhase.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One machine of a build and its phases.
 *
 * @param name of the node
 * @param type its EC2 instance type; the preferred one until it was launched
 * @param phases every one, in order
 */
public record NodeView(String name, String type, Map<NodePhase, Phase> phases) {

  /**
   * @param startedAt begin of its first step
   * @param endedAt end of its last step, once all are done
   */
  public record Phase(State state, @Nullable Instant startedAt, @Nullable Instant endedAt) {}

  private record Placed(StageView stage, StepView step) {}

  public NodeView {
    phases = Collections.unmodifiableMap(new EnumMap<>(phases));
  }

  /** The machines of a build, in the order of its specification; empty until it is accepted. */
  public static List<NodeView> of(BuildView build) {
    List<NodeView> nodes = new ArrayList<>();
    build.machineTypes().forEach((name, type) -> nodes.add(of(build, name, type)));
    return nodes;
  }

  private static NodeView of(BuildView build, String node, String type) {
    Map<NodePhase, Phase> phases = new EnumMap<>(NodePhase.class);
    for (NodePhase phase : NodePhase.values()) {
      phases.put(phase, phase(steps(build, node, phase)));
    }
    return new NodeView(node, type, phases);
  }

  private static List<Placed> steps(BuildView build, String node, NodePhase phase) {
    return build.stages().values().stream()
        .flatMap(stage ->
            stage.steps().values().stream()
                .filter(step -> concerns(step.address(), node, phase))
                .map(step -> new Placed(stage, step)))
        .toList();
  }

  /** Steps of all nodes have the key {@code all}. */
  private static boolean concerns(String address, String node, NodePhase phase) {
    int slash = address.indexOf('/');
    String key = address.substring(slash + 1);
    return slash > 0
        && phase.kinds().contains(address.substring(0, slash))
        && (key.equals(node) || key.equals("all"));
  }

  private static Phase phase(List<Placed> placed) {
    List<StepView> steps = placed.stream().map(Placed::step).toList();
    State state = state(placed, steps);
    Optional<Instant> start =
        steps.stream().map(StepView::startedAt).filter(Objects::nonNull).min(Instant::compareTo);
    Optional<Instant> end =
        steps.stream().map(StepView::endedAt).filter(Objects::nonNull).max(Instant::compareTo);
    boolean isOver = state == State.DONE || state == State.FAILED;
    return new Phase(state, start.orElse(null), isOver ? end.orElse(null) : null);
  }

  private static State state(List<Placed> placed, List<StepView> steps) {
    if (steps.stream().anyMatch(StepView::isRemoved)) {
      return State.REMOVED;
    }
    if (steps.stream().anyMatch(StepView::hasFailed)) {
      return isTriedAgain(placed) ? State.WAITING : State.FAILED;
    }
    if (!steps.isEmpty() && steps.stream().allMatch(StepView::isComplete)) {
      return State.DONE;
    }
    boolean begun = steps.stream().anyMatch(step -> step.startedAt() != null);
    return begun ? State.RUNNING : State.NOT_BEGUN;
  }

  private static boolean isTriedAgain(List<Placed> placed) {
    return placed.stream().map(Placed::stage).allMatch(stage -> stage.failure() == null);
  }
}
