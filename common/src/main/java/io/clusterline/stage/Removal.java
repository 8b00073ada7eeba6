package io.clusterline.stage;

import io.clusterline.Json;
import io.clusterline.event.StepFinished.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes away what the ledger holds, in the exact reverse of how it was built: an entry goes when
 * all entries built upon it are gone. Works from the ledger alone.
 */
public final class Removal<C extends StageContext> {

  private static final Duration DEADLINE = Duration.ofMinutes(15);

  private final C context;
  private final StageScope scope;
  private final StageListener listener;
  private final Map<String, Kind<C, ?>> kinds = new HashMap<>();

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

  /** Everything. */
  public StageReport removeAll() {
    return remove(entry -> true);
  }

  /** What no step of this graph asks for any more. */
  public StageReport prune(StepGraph<C> graph) {
    Set<Address> wanted = graph.addresses();
    return remove(entry -> !wanted.contains(entry.address()));
  }

  /** The entries that match; what they were built upon and does not match stays. */
  public StageReport remove(Predicate<LedgerEntry> which) {
    List<LedgerEntry> doomed = scope.entries().values().stream().filter(which).toList();
    Map<Address, Set<Address>> builtUpon = new HashMap<>();
    for (LedgerEntry entry : doomed) {
      entry
          .dependsOn()
          .forEach(
              base -> builtUpon.computeIfAbsent(base, a -> new HashSet<>()).add(entry.address()));
    }
    List<Walk.Task> tasks = new ArrayList<>();
    for (LedgerEntry entry : doomed) {
      Set<Address> first = builtUpon.getOrDefault(entry.address(), Set.of());
      tasks.add(new Walk.Task(entry.address(), first, DEADLINE, () -> remove(entry)));
    }
    return new Walk(tasks, listener).run();
  }

  private Outcome remove(LedgerEntry entry) {
    Kind<C, ?> kind = kinds.get(entry.kind());
    if (kind == null) {
      throw new StageException(
          ErrorCode.UNEXPECTED,
          "nobody knows how to remove "
              + entry.address()
              + ": kind '"
              + entry.kind()
              + "' is not one of "
              + kinds.keySet());
    }
    scope.beforeMutation();
    removeAs(kind, entry);
    scope.forget(entry.address());
    return Outcome.CHANGED;
  }

  private <T> void removeAs(Kind<C, T> kind, LedgerEntry entry) {
    if (entry.value() == null) {
      kind.orphans().find(context, entry).ifPresent(value -> kind.remover().remove(context, value));
    } else {
      kind.remover().remove(context, Json.MAPPER.convertValue(entry.value(), kind.valueType()));
    }
  }
}
