package io.clusterline.testkit;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** Disturbs a call before and after the store carries it out. */
record StoreEffect(Consumer<StoreCall> before, Consumer<StoreCall> after) {

  private static final Consumer<StoreCall> NOTHING = call -> {};

  static StoreEffect failure(Function<StoreCall, RuntimeException> failure) {
    return new StoreEffect(
        call -> {
          throw failure.apply(call);
        },
        NOTHING);
  }

  static StoreEffect lostAnswer(ErrorCode code) {
    return new StoreEffect(
        NOTHING,
        call -> {
          throw failure(code, call, "it was done, and the test has its answer lost");
        });
  }

  /** Half of the time passes before the call is done. */
  static StoreEffect delay(Duration least, Duration most) {
    Consumer<StoreCall> half = call -> delayFor(call, least, most);
    return new StoreEffect(half, half);
  }

  static StoreEffect gateBefore(Gate gate) {
    return new StoreEffect(call -> gate.awaitOpen(describe(call)), NOTHING);
  }

  static StoreEffect gateAfter(Gate gate) {
    return new StoreEffect(NOTHING, call -> gate.awaitOpen(describe(call)));
  }

  private static void delayFor(StoreCall call, Duration least, Duration most) {
    long nanos = ThreadLocalRandom.current().nextLong(least.toNanos(), most.toNanos() + 1) / 2;
    long end = System.nanoTime() + nanos;
    for (long rest = nanos; rest > 0; rest = end - System.nanoTime()) {
      LockSupport.parkNanos(rest);
      abortIfInterrupted(call);
    }
  }

  /** As the AWS SDK does: it leaves the thread interrupted. */
  static void abortIfInterrupted(StoreCall call) {
    if (Thread.currentThread().isInterrupted()) {
      throw failure(ErrorCode.CANCELLED, call, "aborted, since its thread is interrupted");
    }
  }

  static ClusterlineException failure(ErrorCode code, StoreCall call, String why) {
    return new ClusterlineException(code, describe(call) + " failed: " + why);
  }

  private static String describe(StoreCall call) {
    return call.verb() + " " + call.key();
  }
}
