package io.clusterline.stage;

import io.clusterline.event.Retained;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * State that the steps of one run share: the build, the outputs so far, the ledger and the write
 * guard. Steps reach it through their {@link StageContext}.
 */
public final class StageScope implements Outputs {

  private final ClusterRef cluster;
  private final String region;
  private final RunLedger ledger;
  private final Runnable guard;
  private final @Nullable StageSupport support;
  private final Map<Address, Object> outputs = new ConcurrentHashMap<>();
  private final Queue<Retained> retained = new ConcurrentLinkedQueue<>();

  /**
   * @param account the AWS account the stage works in, empty where it has none
   * @param guard throws when the run has lost the right to change anything: its lease, or its build
   */
  public StageScope(
      ClusterRef cluster, String account, String region, Ledger ledger, Runnable guard) {
    this(cluster, account, region, ledger, guard, null);
  }

  /** The same with access to the other stages. */
  public StageScope(
      ClusterRef cluster,
      String account,
      String region,
      Ledger ledger,
      Runnable guard,
      @Nullable StageSupport support) {
    this.cluster = cluster;
    this.region = region;
    this.guard = guard;
    this.support = support;
    this.ledger = new RunLedger(cluster, account, region, ledger, guard);
  }

  public ClusterRef cluster() {
    return cluster;
  }

  public String region() {
    return region;
  }

  /**
   * @throws IllegalStateException in a run without other stages (a test of a single step)
   */
  public StageSupport support() {
    if (support == null) {
      throw new IllegalStateException("this run has no line around it");
    }
    return support;
  }

  @Override
  public <T> T of(Step<?, T> step) {
    Object value = outputs.get(step.address());
    if (value == null) {
      throw new IllegalStateException(step.address() + " has no output");
    }
    return step.kind().valueType().cast(value);
  }

  <T> T output(Step<?, T> step) {
    if (!current().isReadable(step.address())) {
      throw new IllegalStateException(
          current().address()
              + " reads "
              + step.address()
              + " without declaring it as a component");
    }
    return of(step);
  }

  void recordOutput(Address address, Object value) {
    outputs.put(address, value);
  }

  boolean hasOutput(Address address) {
    return outputs.containsKey(address);
  }

  RunLedger ledger() {
    return ledger;
  }

  /**
   * Whether no run of this stage has begun to create anything for this cluster, or all of it is
   * deleted.
   */
  public boolean isFirstRun() {
    return ledger.isEmpty();
  }

  <T> Optional<T> recorded(Kind<?, T> kind) {
    return ledger.recorded(kind, current().address());
  }

  /** The recorded value at an address of that kind, whichever step is running. */
  public <T> Optional<T> recorded(Kind<?, T> kind, String key) {
    return ledger.recorded(kind, new Address(kind.name(), key));
  }

  /** Resources of the cluster that this run has retained. */
  public List<Retained> retained() {
    return List.copyOf(retained);
  }

  void retain(Retained one) {
    retained.add(one);
    report("kept " + one.what() + ": " + one.why());
  }

  String clientToken() {
    return ledger.clientToken(current().address());
  }

  String freshClientToken() {
    return ledger.freshClientToken(current().address());
  }

  void onReached(FailPoint point, Address at) {
    if (support != null) {
      support.onReached(point, at);
    }
  }

  Address address() {
    return current().address();
  }

  void report(String message) {
    current().report(message);
  }

  void remark(String message) {
    current().remark(message);
  }

  void beforeMutation() {
    StepRun run = current();
    if (run.isStopped()) {
      throw new ClusterlineException(ErrorCode.CANCELLED, run.address() + " was stopped");
    }
    guard.run();
  }

  private static StepRun current() {
    if (!StepRun.CURRENT.isBound()) {
      throw new IllegalStateException("called outside of a running step");
    }
    return StepRun.CURRENT.get();
  }
}
