package io.clusterline.stage;

import static java.util.stream.Collectors.toSet;

import io.clusterline.Json;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Removes the ledger's resources in reverse order: an entry is removed when all entries that depend
 * on it are gone. Works from the ledger alone.
 */
public final class Removal<C extends StageContext> {

  /** The first action of the removal of a whole layer. */
  public static final Address RELEASE = new Address("release", "layer");

  /** The last action of the removal of a whole layer. */
  public static final Address CHECK = new Address("leftovers", "layer");

  /** Waits for the removals beside it. */
  public static final Address OTHERS = new Address("others", "beside");

  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final Duration OTHERS_DEADLINE = Duration.ofHours(1);

  private final C context;
  private final StageScope scope;
  private final StageListener listener;
  private final Map<String, Kind<C, ?>> kinds = new HashMap<>();
  private @Nullable Runnable others;

  /** How a removal treats an entry. */
  @FunctionalInterface
  private interface Treatment {
    void of(LedgerEntry entry);
  }

  /**
   * @param kinds all that the stage ever recorded
   */
  public Removal(
      C context, StageScope scope, StageListener listener, Collection<Kind<C, ?>> kinds) {
    this.context = context;
    this.scope = scope;
    this.listener = listener;
    kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
  }

  /**
   * The same, which ends only when other removals have ended too.
   *
   * @param wait returns when they have
   */
  public Removal<C> besides(Runnable wait) {
    others = wait;
    return this;
  }

  /** Everything, entry by entry. */
  public StageReport removeAll() {
    return remove(entry -> true);
  }

  /** Entries that no step of this graph has any more. */
  public StageReport prune(StepGraph<C> graph) {
    Set<Address> wanted = graph.addresses();
    return remove(entry -> !wanted.contains(entry.address()));
  }

  /** The entries that match; the entries that they depend on stay unless they match too. */
  public StageReport remove(Predicate<LedgerEntry> which) {
    return walk(tasks(which, this::remove));
  }

  /**
   * Everything, when all machines are deleted: what is inside of them is only deleted from the
   * ledger.
   *
   * @param first runs before any removal
   * @param last runs after all removals: the check
   */
  public StageReport removeWithMachines(Runnable first, Runnable last) {
    List<GraphExecution.Task> tasks = new ArrayList<>();
    tasks.add(task(RELEASE, Set.of(), first, DEADLINE));
    for (GraphExecution.Task task : tasks(entry -> true, this::takeWithMachines)) {
      Set<Address> after = new HashSet<>(task.after());
      after.add(RELEASE);
      tasks.add(new GraphExecution.Task(task.address(), after, task.deadline(), task.work()));
    }
    Set<Address> all = tasks.stream().map(GraphExecution.Task::address).collect(toSet());
    tasks.add(task(CHECK, all, last, DEADLINE));
    return walk(tasks);
  }

  private static GraphExecution.Task task(
      Address address, Set<Address> after, Runnable work, Duration deadline) {
    return new GraphExecution.Task(
        address,
        after,
        deadline,
        () -> {
          work.run();
          return Outcome.UNCHANGED;
        });
  }

  private StageReport walk(List<GraphExecution.Task> tasks) {
    listener.stageStarted(contents(tasks));
    return new GraphExecution(tasks, listener).run();
  }

  private List<GraphExecution.Task> tasks(Predicate<LedgerEntry> which, Treatment treatment) {
    List<LedgerEntry> doomed = scope.ledger().entries().values().stream().filter(which).toList();
    Map<Address, Set<Address>> builtUpon = new HashMap<>();
    for (LedgerEntry entry : doomed) {
      entry
          .dependsOn()
          .forEach(
              base -> builtUpon.computeIfAbsent(base, a -> new HashSet<>()).add(entry.address()));
    }
    List<GraphExecution.Task> tasks = new ArrayList<>();
    waitForOthers(doomed).ifPresent(tasks::add);
    for (LedgerEntry entry : doomed) {
      Set<Address> first = new HashSet<>(builtUpon.getOrDefault(entry.address(), Set.of()));
      if (others != null && isAfterOthers(entry)) {
        first.add(OTHERS);
      }
      tasks.add(
          new GraphExecution.Task(
              entry.address(), first, limit(entry), () -> remove(entry, treatment)));
    }
    return tasks;
  }

  /** Begins when all is gone that need not wait: machines are not paid for meanwhile. */
  private Optional<GraphExecution.Task> waitForOthers(List<LedgerEntry> doomed) {
    if (others == null) {
      return Optional.empty();
    }
    Map<Address, LedgerEntry> before = new HashMap<>();
    doomed.forEach(entry -> before.put(entry.address(), entry));
    doomed.stream().filter(this::isAfterOthers).forEach(entry -> drop(entry, before));
    return Optional.of(task(OTHERS, Set.copyOf(before.keySet()), others, OTHERS_DEADLINE));
  }

  /** Without the entry and all that it is built upon. */
  private static void drop(LedgerEntry entry, Map<Address, LedgerEntry> from) {
    from.remove(entry.address());
    for (Address base : entry.dependsOn()) {
      LedgerEntry lower = from.get(base);
      if (lower != null) {
        drop(lower, from);
      }
    }
  }

  private boolean isAfterOthers(LedgerEntry entry) {
    Kind<C, ?> kind = kinds.get(entry.kind());
    return kind != null && kind.hasTrait(Kind.Trait.AFTER_OTHERS);
  }

  private Duration limit(LedgerEntry entry) {
    Kind<C, ?> kind = kinds.get(entry.kind());
    return kind == null ? DEADLINE : kind.removalLimit();
  }

  private Outcome remove(LedgerEntry entry, Treatment treatment) {
    scope.beforeMutation();
    scope.onReached(FailPoint.BEFORE_EFFECT, entry.address());
    treatment.of(entry);
    scope.onReached(FailPoint.AFTER_EFFECT, entry.address());
    scope.ledger().delete(entry.address());
    scope.onReached(FailPoint.RECORDED, entry.address());
    return Outcome.REMOVED;
  }

  private void takeWithMachines(LedgerEntry entry) {
    kindOf(entry).onClusterDelete().ifPresent(kind -> removeAs(kind, entry));
  }

  private void remove(LedgerEntry entry) {
    removeAs(kindOf(entry), entry);
  }

  private <T> void removeAs(Kind<C, T> kind, LedgerEntry entry) {
    if (entry.value() == null) {
      kind.orphans().find(context, entry).ifPresent(value -> kind.remover().remove(context, value));
    } else {
      kind.remover().remove(context, Json.MAPPER.convertValue(entry.value(), kind.valueType()));
    }
  }

  private Kind<C, ?> kindOf(LedgerEntry entry) {
    Kind<C, ?> kind = kinds.get(entry.kind());
    if (kind == null) {
      throw new ClusterlineException(
          ErrorCode.UNEXPECTED,
          "no kind of this stage can remove "
              + entry.address()
              + ": kind '"
              + entry.kind()
              + "' is not one of "
              + kinds.keySet());
    }
    return kind;
  }

  private static List<PlannedStep> contents(List<GraphExecution.Task> tasks) {
    return tasks.stream()
        .map(task ->
            new PlannedStep(
                task.address().toString(),
                task.after().stream().sorted().map(Address::toString).toList()))
        .toList();
  }
}
