package io.clusterline.cli.view;

import static java.util.stream.Collectors.joining;

import io.clusterline.projection.BuildView;
import io.clusterline.projection.NodePhase;
import io.clusterline.projection.NodePhase.State;
import io.clusterline.projection.NodeView;
import java.util.Arrays;
import java.util.List;

/**
 * A build's machines: a row for each phase, a sign for each machine, in the specification's order.
 */
public final class NodeMatrix {

  private NodeMatrix() {}

  /** Nothing while the build's machines are not known. */
  public static List<String> lines(BuildView build) {
    List<NodeView> nodes = NodeView.of(build);
    return nodes.isEmpty()
        ? List.of()
        : Arrays.stream(NodePhase.values()).map(phase -> line(nodes, phase)).toList();
  }

  /** As wide as a stage's line; which machines are in trouble comes last. */
  private static String line(List<NodeView> nodes, NodePhase phase) {
    long done = nodes.stream().filter(node -> state(node, phase) == State.DONE).count();
    String signs =
        nodes.size() <= Tree.BAR
            ? nodes.stream().map(node -> sign(state(node, phase))).collect(joining())
            : Text.bar((int) (100 * done / nodes.size()), Tree.BAR);
    String count = done + "/" + nodes.size();
    return "     %-10s %-24s %7s%s".formatted(phase, signs, count, troubled(nodes, phase));
  }

  private static State state(NodeView node, NodePhase phase) {
    NodeView.Phase state = node.phases().get(phase);
    return state == null ? State.NOT_BEGUN : state.state();
  }

  private static String sign(State state) {
    return switch (state) {
      case NOT_BEGUN -> "·";
      case RUNNING -> "▸";
      case WAITING -> "↻";
      case DONE -> "✓";
      case FAILED -> "✗";
      case REMOVED -> "−";
    };
  }

  private static String troubled(List<NodeView> nodes, NodePhase phase) {
    String names =
        nodes.stream()
            .filter(
                node -> state(node, phase) == State.FAILED || state(node, phase) == State.WAITING)
            .map(node -> sign(state(node, phase)) + " " + node.name())
            .collect(joining(", "));
    return names.isEmpty() ? "" : "  " + names;
  }
}
