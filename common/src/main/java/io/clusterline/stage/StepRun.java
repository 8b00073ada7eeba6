package io.clusterline.stage;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One running step: the outputs that it may read, its deadline, its last message. */
final class StepRun {

  /** The step that the current thread runs. */
  static final ScopedValue<StepRun> CURRENT = ScopedValue.newInstance();

  private final Address address;
  private final Set<Address> isReadable;
  private final long endsAt;
  private final Consumer<String> progress;
  private final Set<String> remarks = Collections.synchronizedSet(new LinkedHashSet<>());
  private volatile boolean stopped;
  private volatile String lastMessage = "nothing reported";
  private @Nullable Address failedForGood;
  private @Nullable Thread pausing;

  StepRun(Address address, Set<Address> mayRead, Duration deadline, Consumer<String> progress) {
    this.address = address;
    this.isReadable = mayRead;
    this.endsAt = System.nanoTime() + deadline.toNanos();
    this.progress = progress;
  }

  Address address() {
    return address;
  }

  boolean isReadable(Address dependency) {
    return isReadable.contains(dependency);
  }

  void report(String message) {
    lastMessage = message;
    progress.accept(message);
  }

  /** A report that outlives the step. */
  void remark(String message) {
    report(message);
    remarks.add(message);
  }

  List<String> remarks() {
    synchronized (remarks) {
      return List.copyOf(remarks);
    }
  }

  String lastMessage() {
    return lastMessage;
  }

  long nanosLeft() {
    return endsAt - System.nanoTime();
  }

  void stop() {
    stopped = true;
  }

  /** Ends the step's waits, present and later ones: the stage cannot succeed any more. */
  synchronized void endWaits(Address failed) {
    if (failedForGood == null) {
      failedForGood = failed;
      if (pausing != null) {
        pausing.interrupt(); // in a pause nothing is under way that an interrupt could harm
      }
    }
  }

  /** The running thread pauses between two polls of a wait. */
  synchronized void beginPause() {
    refuseWaits();
    pausing = Thread.currentThread();
  }

  /**
   * @throws WaitEnded if there is no reason to wait on
   */
  synchronized void endPause() {
    pausing = null;
    if (!stopped) {
      refuseWaits();
    }
  }

  private void refuseWaits() {
    if (failedForGood != null) {
      var unused = Thread.interrupted(); // that was this run, not the step's end
      throw new WaitEnded(failedForGood);
    }
  }

  boolean isStopped() {
    return stopped;
  }
}
