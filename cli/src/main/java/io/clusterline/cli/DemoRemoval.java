package io.clusterline.cli;

import io.clusterline.cli.demo.StandInControl;
import io.clusterline.cli.view.ClusterView;
import io.clusterline.cli.view.RemovalView;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The deletion at the end of a demo, as {@code delete} does it, and what is left after it. */
final class DemoRemoval {

  /**
   * How it ended.
   *
   * @param left what the account holds now and did not hold before the build
   * @param denied what the pipeline's policy did not allow, in build and removal
   * @param violations requests of both that AWS's models do not allow
   */
  record Result(
      Waiting.Result watched, List<String> left, List<String> denied, List<String> violations) {

    Result {
      left = List.copyOf(left);
      denied = List.copyOf(denied);
      violations = List.copyOf(violations);
    }

    RemovalView removal() {
      return watched.view().removal();
    }

    boolean isClean() {
      return removal().isEnded()
          && removal().failure().isEmpty()
          && left.isEmpty()
          && denied.isEmpty()
          && violations.isEmpty();
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>(RemovalPrinter.lines(removal()));
      lines.add(
          left.isEmpty()
              ? "In AWS nothing is left that was not there before."
              : "Left in AWS: " + String.join(", ", left));
      if (!denied.isEmpty()) {
        lines.add("The policy does not allow: " + String.join(", ", denied));
      }
      violations.forEach(violation -> lines.add("AWS would refuse: " + violation));
      return lines;
    }

    void addTo(ObjectNode json) {
      json.putPOJO("removal", RemovalPrinter.json(removal()));
      json.putPOJO("left", left);
      json.putPOJO("denied", denied);
      json.putPOJO("violations", violations);
    }
  }

  private final DemoConversation conversation;
  private final StandInControl aws;
  private final List<String> before;

  /** To be made before the build: what the account holds then is not the cluster's. */
  DemoRemoval(DemoConversation conversation, StandInControl aws) throws IOException {
    this.conversation = conversation;
    this.aws = aws;
    this.before = aws.inventory();
  }

  Result run(ClusterView built) throws IOException {
    ClusterLocation where = Objects.requireNonNull(built.location());
    ClusterDeletionRequested request =
        new ClusterDeletionRequested(
            Objects.requireNonNull(built.uid()),
            where,
            built.build().generation(),
            "end of the demo",
            CurrentUser.name());
    Waiting.Result watched =
        conversation.send(built.name(), request, RemovalGoal::new, UnaryOperator.identity());
    List<String> left = new ArrayList<>(aws.inventory());
    left.removeAll(before);
    return new Result(watched, left, aws.denied(), aws.violations());
  }
}
