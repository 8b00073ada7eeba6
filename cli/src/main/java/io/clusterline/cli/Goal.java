package io.clusterline.cli;

import io.clusterline.cli.view.ClusterView;
import io.clusterline.event.Event;

/** What a command waits for: which events of a cluster it follows, and when it has seen enough. */
interface Goal {

  /**
   * What is known after that event; the same as before when the event does not concern the goal.
   */
  ClusterView apply(ClusterView view, Event<?> event);

  /** Whether nothing more is to come. */
  boolean isReached(ClusterView view);
}
