package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.projection.ClusterView;

/** The goal of a waiting command: the events that it follows, and when it ends. */
interface Goal {

  /** The view after that event; unchanged when the event does not concern the goal. */
  ClusterView apply(ClusterView view, Event<?> event);

  /** Whether no more events are to come. */
  boolean isReached(ClusterView view);
}
