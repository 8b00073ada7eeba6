package io.clusterline.infra.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whose turn it is in one run of the stage: of the machines that pods run on, one is replaced. */
public final class Replacements {

  private final AtomicReference<@Nullable String> current = new AtomicReference<>();
  private final Set<String> postponed = new ConcurrentSkipListSet<>();

  /** Takes the turn; false when another machine has it. */
  public boolean begin(String machine) {
    return current.compareAndSet(null, machine);
  }

  /** Whether that machine is the one. */
  public boolean isReplacing(String machine) {
    return machine.equals(current.get());
  }

  /** A later build replaces that machine. */
  public void postpone(String machine) {
    current.compareAndSet(machine, null);
    postponed.add(machine);
  }

  /** Machines that a later build replaces, by name. */
  public List<String> postponed() {
    return List.copyOf(postponed);
  }
}
