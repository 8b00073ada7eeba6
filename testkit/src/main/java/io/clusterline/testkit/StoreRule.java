package io.clusterline.testkit;

import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Defines which calls of a {@link MisbehavingStore} are disturbed, how often, and how. Without
 * {@link #times} a rule holds until {@link MisbehavingStore#clearRules}. The last method called
 * defines the effect, and activates the rule.
 */
public final class StoreRule {

  private final Predicate<StoreCall> selected;
  private final RandomGenerator random;
  private final Consumer<Active> rules;
  private int skipped;
  private int left = Integer.MAX_VALUE;
  private double probability = 1;

  /**
   * @param rules gets this rule once it is complete
   */
  StoreRule(Predicate<StoreCall> selected, RandomGenerator random, Consumer<Active> rules) {
    this.selected = selected;
    this.random = random;
    this.rules = rules;
  }

  /** Leaves the first so many of the selected calls alone. */
  public StoreRule skipFirst(int calls) {
    skipped = calls;
    return this;
  }

  /** Disturbs so many calls at most. */
  public StoreRule times(int calls) {
    left = calls;
    return this;
  }

  /** Disturbs a selected call with that probability, between 0 and 1. */
  public StoreRule withProbability(double chance) {
    probability = chance;
    return this;
  }

  /** The call fails as one of the real store does, and nothing was read or stored. */
  public void fails(ErrorCode code) {
    fails(call -> StoreEffect.failure(code, call, "the test has it fail"));
  }

  /** The call fails with that exception, and nothing was read or stored. */
  public void fails(Function<StoreCall, RuntimeException> failure) {
    rules.accept(new Active(StoreEffect.failure(failure)));
  }

  /** The call is done, but its answer is lost: the caller gets an exception all the same. */
  public void losesItsAnswer(ErrorCode code) {
    rules.accept(new Active(StoreEffect.lostAnswer(code)));
  }

  /**
   * The call takes a random time from the one to the other, half of it before it is done: an
   * interrupt in the second half aborts a call that was done.
   */
  public void delay(Duration least, Duration most) {
    rules.accept(new Active(StoreEffect.delay(least, most)));
  }

  /** The call waits at the gate before it is done. */
  public Gate holdBefore() {
    Gate gate = new Gate();
    rules.accept(new Active(StoreEffect.gateBefore(gate)));
    return gate;
  }

  /** The call is made and waits at the gate before its answer is returned. */
  public Gate holdAfter() {
    Gate gate = new Gate();
    rules.accept(new Active(StoreEffect.gateAfter(gate)));
    return gate;
  }

  /** A rule in force. */
  final class Active {

    private final StoreEffect effect;

    private Active(StoreEffect effect) {
      this.effect = effect;
    }

    StoreEffect effect() {
      return effect;
    }

    /** Whether this call is disturbed; called once for each call, by one thread at a time. */
    boolean applies(StoreCall call) {
      if (left == 0 || !selected.test(call)) {
        return false;
      }
      if (skipped > 0) {
        skipped--;
        return false;
      }
      if (random.nextDouble() >= probability) {
        return false;
      }
      left--;
      return true;
    }
  }
}
