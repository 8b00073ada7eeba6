package io.clusterline.execution;

import io.clusterline.event.StageName;
import io.clusterline.telemetry.LineMetric;
import io.clusterline.telemetry.StageMetrics;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how many stages of one name a process works on at once. When no slot is free, a stage
 * queues; a free slot goes to the one that has waited longest.
 *
 * <p>Counted by name, since a stage may wait for another one of its cluster: those must not use up
 * the slots that this one needs.
 */
final class ConcurrencyLimiter {

  private final int each;
  private final Map<StageName, Integer> slotsInUse = new EnumMap<>(StageName.class);
  private final Map<StageName, Map<StageKey, Runnable>> lines = new EnumMap<>(StageName.class);
  private final StageMetrics metrics;
  private boolean closed;

  /**
   * @param each of how many stages of one name; 1 or more
   */
  ConcurrencyLimiter(int each, StageMetrics metrics) {
    if (each < 1) {
      throw new IllegalArgumentException(
          "clusterline.stage.at-once is " + each + ": give 1 or more");
    }
    this.each = each;
    this.metrics = metrics;
  }

  /**
   * Takes a slot, or queues for one; a queued stage keeps its position.
   *
   * @param onFree runs, on a thread of its own, when it gets a slot, which it must release
   * @return whether it has a slot now
   */
  synchronized boolean acquire(Tick tick, Runnable onFree) {
    Map<StageKey, Runnable> waiting = line(tick.stage());
    if (slotsInUse(tick.stage()) < each && waiting.isEmpty()) {
      slotsInUse.merge(tick.stage(), 1, Integer::sum);
      return true;
    }
    waiting.put(tick.key(), onFree);
    return false;
  }

  /** Removes it from the queue: another worker has it, or it is no longer requested. */
  synchronized void cancel(Tick tick) {
    line(tick.stage()).remove(tick.key());
  }

  /** Gives a place back: to the next in line, if there is one. */
  synchronized void release(StageName stage) {
    Iterator<Runnable> line = line(stage).values().iterator();
    if (closed || !line.hasNext()) {
      slotsInUse.merge(stage, -1, Integer::sum);
      return;
    }
    Runnable next = line.next();
    line.remove();
    Thread.startVirtualThread(next);
  }

  /** Whether it waits in line. */
  synchronized boolean isWaiting(StageKey key) {
    return line(key.stage()).containsKey(key);
  }

  /** No slot is handed out any more. */
  synchronized void close() {
    closed = true;
    lines.values().forEach(Map::clear);
  }

  private int slotsInUse(StageName stage) {
    return slotsInUse.getOrDefault(stage, 0);
  }

  private Map<StageKey, Runnable> line(StageName stage) {
    return lines.computeIfAbsent(stage, name -> new LinkedHashMap<>());
  }

  /** Shows its slots and its line among the metrics. */
  void measure(StageName stage) {
    metrics.stages(LineMetric.STAGES_RUNNING, stage, this, each -> each.running(stage));
    metrics.stages(LineMetric.STAGES_WAITING, stage, this, each -> each.waiting(stage));
  }

  private synchronized int running(StageName stage) {
    return slotsInUse(stage);
  }

  private synchronized int waiting(StageName stage) {
    return line(stage).size();
  }
}
