package io.clusterline.execution;

import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The stages that a service's watchdog takes for unfinished. */
public final class WatchedStages {

  private WatchedStages() {}

  /** Of the stages of that service, after those events. */
  public static List<StageName> unfinished(Set<StageName> own, List<Event<?>> journal) {
    UnfinishedStages stages = new UnfinishedStages(own);
    journal.forEach(stages::read);
    return stages.dueForCheck(Duration.ZERO).stream().map(UnfinishedStages.Open::stage).toList();
  }
}
