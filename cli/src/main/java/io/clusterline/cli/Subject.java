package io.clusterline.cli;

import io.clusterline.projection.ClusterView;
import java.util.List;

/** Words for the operation that a command waits for. */
enum Subject {
  BUILD("build"),
  REMOVAL("removal"),
  CANCELLATION("cancellation");

  private final String noun;

  Subject(String noun) {
    this.noun = noun;
  }

  static Subject of(ClusterView view) {
    return view.isRemoval() ? REMOVAL : BUILD;
  }

  /** The text after the command ends early: what continues, how to watch it, and how to stop it. */
  List<String> describeContinuation(String cluster) {
    String watch = "Watch it: ./clusterline watch " + cluster;
    return List.of(
        "The " + noun + " of " + cluster + " continues.",
        this == BUILD ? watch + "   Stop it: ./clusterline cancel " + cluster : watch);
  }
}
