package io.clusterline.stage;

import io.clusterline.Json;
import io.clusterline.event.Kept;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a stage shares among its steps: whose build it is, the outputs so far, the ledger
 * and the right to go on. Steps reach it through their {@link StageContext}.
 */
public final class StageScope implements Outputs {

  private final ClusterRef cluster;
  private final String account;
  private final String region;
  private final Ledger ledger;
  private final Runnable guard;
  private final @Nullable StageSupport support;
  private final Map<Address, LedgerEntry> entries;
  private final Map<Address, Object> outputs = new ConcurrentHashMap<>();
  private final Queue<Kept> kept = new ConcurrentLinkedQueue<>();

  /**
   * @param account the AWS account the stage works in, empty where it has none
   * @param guard throws when the run has lost the right to change anything: its lease, or its build
   */
  public StageScope(
      ClusterRef cluster, String account, String region, Ledger ledger, Runnable guard) {
    this(cluster, account, region, ledger, guard, null);
  }

  /** As above, with what the stage may ask of the line. */
  public StageScope(
      ClusterRef cluster,
      String account,
      String region,
      Ledger ledger,
      Runnable guard,
      @Nullable StageSupport support) {
    this.support = support;
    this.cluster = cluster;
    this.account = account;
    this.region = region;
    this.ledger = ledger;
    this.guard = guard;
    this.entries = new ConcurrentHashMap<>(ledger.entries());
  }

  public ClusterRef cluster() {
    return cluster;
  }

  public String region() {
    return region;
  }

  /**
   * @throws IllegalStateException in a run that is not part of the line (a test of a single step)
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
    if (!current().mayRead(step.address())) {
      throw new IllegalStateException(
          current().address()
              + " reads "
              + step.address()
              + " without declaring it as a component");
    }
    return of(step);
  }

  void keep(Address address, Object value) {
    outputs.put(address, value);
  }

  boolean hasOutput(Address address) {
    return outputs.containsKey(address);
  }

  @Nullable LedgerEntry entry(Address address) {
    return entries.get(address);
  }

  /** No run of this stage has begun to make anything for this cluster, or all of it is gone. */
  public boolean isFirstRun() {
    return entries.isEmpty();
  }

  Map<Address, LedgerEntry> entries() {
    return Map.copyOf(entries);
  }

  void write(LedgerEntry entry) {
    ledger.write(entry);
    entries.put(entry.address(), entry);
  }

  void forget(Address address) {
    ledger.forget(address);
    entries.remove(address);
  }

  <T> Optional<T> recorded(Kind<?, T> kind) {
    return value(kind, entries.get(current().address()));
  }

  private static <T> Optional<T> value(Kind<?, T> kind, @Nullable LedgerEntry entry) {
    return entry == null || entry.value() == null
        ? Optional.empty()
        : Optional.of(Json.MAPPER.convertValue(entry.value(), kind.valueType()));
  }

  /** What the ledger holds at an address of that kind, whichever step is running. */
  public <T> Optional<T> recorded(Kind<?, T> kind, String key) {
    return value(kind, entries.get(new Address(kind.name(), key)));
  }

  /** What this run has left alone although it belongs to the cluster. */
  public List<Kept> kept() {
    return List.copyOf(kept);
  }

  void keep(Kept one) {
    kept.add(one);
    report("kept " + one.what() + ": " + one.why());
  }

  String nonce() {
    LedgerEntry entry = entries.get(current().address());
    if (entry == null) {
      throw new IllegalStateException(
          current().address() + " has no intent: nonce() belongs in apply");
    }
    return entry.nonce();
  }

  String freshNonce() {
    LedgerEntry old = entries.get(current().address());
    if (old == null) {
      throw new IllegalStateException(
          current().address() + " has no intent: freshNonce() belongs in apply");
    }
    LedgerEntry renewed = intent(old.address(), old.dependsOn());
    write(renewed);
    return renewed.nonce();
  }

  LedgerEntry intent(Address address, Collection<Address> dependsOn) {
    return new LedgerEntry(
        address,
        address.kind(),
        cluster.generation(),
        cluster.generation(),
        account,
        region,
        newNonce(),
        null,
        dependsOn.stream().sorted().toList());
  }

  void reached(FailPoint point, Address at) {
    if (support != null) {
      support.reached(point, at);
    }
  }

  Address address() {
    return current().address();
  }

  void report(String message) {
    current().report(message);
  }

  void beforeMutation() {
    StepRun run = current();
    if (run.isStopped()) {
      throw new StageException(ErrorCode.CANCELLED, run.address() + " was stopped");
    }
    guard.run();
  }

  private static String newNonce() {
    return UUID.randomUUID().toString();
  }

  private static StepRun current() {
    if (!StepRun.CURRENT.isBound()) {
      throw new IllegalStateException("called outside of a running step");
    }
    return StepRun.CURRENT.get();
  }
}
