package io.clusterline.stage;

import java.util.List;

/**
 * The planned action for one address.
 *
 * @param changes the fields that differ, for change and replace
 */
public record PlannedChange(Address address, Action action, List<Found.Change> changes) {

  /** The planned action. */
  public enum Action {
    CREATE,
    CHANGE,
    REPLACE,
    KEEP,
    REMOVE
  }

  public PlannedChange {
    changes = List.copyOf(changes);
  }

  static PlannedChange of(Address address, Found<?> found) {
    return switch (found) {
      case Found.Missing<?> missing -> new PlannedChange(address, Action.CREATE, List.of());
      case Found.InSync<?> same -> new PlannedChange(address, Action.KEEP, List.of());
      case Found.Drifted<?> different ->
          new PlannedChange(
              address, different.replace() ? Action.REPLACE : Action.CHANGE, different.changes());
    };
  }
}
