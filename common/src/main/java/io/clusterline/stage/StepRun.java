package io.clusterline.stage;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** One running step: the outputs that it may read, its deadline, its last message. */
final class StepRun {

  /** The step that the current thread runs. */
  static final ScopedValue<StepRun> CURRENT = ScopedValue.newInstance();

  private final Address address;
  private final Set<Address> isReadable;
  private final long endsAt;
  private final Consumer<String> progress;
  private volatile boolean stopped;
  private volatile String lastMessage = "nothing reported";

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

  String lastMessage() {
    return lastMessage;
  }

  long nanosLeft() {
    return endsAt - System.nanoTime();
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }
}
