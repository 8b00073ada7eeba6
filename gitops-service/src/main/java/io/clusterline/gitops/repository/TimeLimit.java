package io.clusterline.gitops.repository;

import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Cancels a fetch that takes too long: Git itself knows a limit for silence only. */
final class TimeLimit extends EmptyProgressMonitor {

  private final long end;

  TimeLimit(Duration limit) {
    this.end = System.nanoTime() + limit.toNanos();
  }

  @Override
  public boolean isCancelled() {
    return System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted();
  }
}
