package io.clusterline.testkit;

import io.clusterline.failure.ErrorCode;
import io.clusterline.state.StateStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A state store that fails as the one on AWS does: late, with its typed exceptions, or after it has
 * done what was asked. A call on an interrupted thread is aborted before it does anything, always.
 *
 * <pre>{@code
 * store.on(writes().and(key("record.json"))).times(2).fails(AWS_THROTTLED);
 * store.on(any()).takes(ofMillis(0), ofMillis(20));
 * Gate gate = store.on(key("lease.json")).times(1).held();
 * }</pre>
 *
 * <p>All rules that select a call disturb it, in the order in which they were made.
 */
public final class MisbehavingStore extends InterceptedStore {

  private static final int REMEMBERED = 100_000;

  private final RandomGenerator random;
  private final List<StoreRule.Active> rules = new CopyOnWriteArrayList<>();
  private final ArrayDeque<StoreCall> calls = new ArrayDeque<>();

  /** In memory, with the same chances in every run. */
  public MisbehavingStore() {
    this(new MemoryStateStore(), new SplittableRandom(1));
  }

  public MisbehavingStore(StateStore store, RandomGenerator random) {
    super(store);
    this.random = random;
  }

  /**
   * In memory, and as unsteady as a bad day of the real one: each call takes up to 4 ms, one in
   * fifty fails, one write in fifty loses its answer.
   */
  public static MisbehavingStore withRandomFaults(long seed) {
    return withRandomFaults(new MemoryStateStore(), seed);
  }

  /** The same in front of another store. */
  public static MisbehavingStore withRandomFaults(StateStore behind, long seed) {
    MisbehavingStore store = new MisbehavingStore(behind, new SplittableRandom(seed));
    store.on(StoreCall.any()).delay(Duration.ZERO, Duration.ofMillis(4));
    store.on(StoreCall.any()).withProbability(0.01).fails(ErrorCode.AWS_UNAVAILABLE);
    store.on(StoreCall.any()).withProbability(0.01).fails(ErrorCode.AWS_THROTTLED);
    store.on(StoreCall.writes()).withProbability(0.02).losesItsAnswer(ErrorCode.AWS_UNAVAILABLE);
    return store;
  }

  /** A rule for these calls; the rule's methods define its effect. */
  public StoreRule on(Predicate<StoreCall> selected) {
    return new StoreRule(selected, random, rules::add);
  }

  /** Forgets all rules. Calls that wait at a gate go on when that is opened. */
  public void clearRules() {
    rules.clear();
  }

  /** The calls made, aborted and failed ones included, oldest first: the last 100,000. */
  public synchronized List<StoreCall> calls() {
    return List.copyOf(calls);
  }

  /** How many of these calls are of that kind. */
  public long count(Predicate<StoreCall> selected) {
    return calls().stream().filter(selected).count();
  }

  /** Clears the list of calls. */
  public synchronized void forgetCalls() {
    calls.clear();
  }

  @Override
  protected <T> T intercept(StoreCall call, Supplier<T> next) {
    record(call);
    StoreEffect.abortIfInterrupted(call);
    List<StoreEffect> effects = effects(call);
    effects.forEach(effect -> effect.before().accept(call));
    T result = next.get();
    effects.forEach(effect -> effect.after().accept(call));
    return result;
  }

  private synchronized void record(StoreCall call) {
    if (calls.size() == REMEMBERED) {
      calls.removeFirst();
    }
    calls.add(call);
  }

  private synchronized List<StoreEffect> effects(StoreCall call) {
    return rules.stream().filter(rule -> rule.applies(call)).map(StoreRule.Active::effect).toList();
  }
}
