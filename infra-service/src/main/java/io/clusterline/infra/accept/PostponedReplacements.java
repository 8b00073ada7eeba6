package io.clusterline.infra.accept;

import io.clusterline.event.StageName;
import io.clusterline.infra.machine.Instance;
import io.clusterline.infra.machine.MachinesRunning;
import io.clusterline.stage.Address;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.state.StageStore;
import java.util.Map;

/** Approved replacements of machines that a build has left to the next one. */
final class PostponedReplacements {

  private PostponedReplacements() {}

  /**
   * Whether another build gets on with them. A build that changed no machine would be followed by
   * one that does not either, for ever.
   */
  static boolean remain(StageStore stages, long generation) {
    Map<Address, LedgerEntry> ledger = stages.ledger(StageName.INFRA).entries();
    return MachinesRunning.hasPostponed(ledger)
        && ledger.values().stream()
            .filter(entry -> entry.kind().equals(Instance.KIND.name()))
            .anyMatch(entry -> entry.generation() == generation);
  }
}
