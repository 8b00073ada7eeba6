package io.clusterline.event;

import java.util.List;

/**
 * The Argo CD Applications that the root application's path holds.
 *
 * @param total all of them
 * @param healthy those that are Synced and Healthy
 * @param others the first of those that are not, with their state: {@code web (OutOfSync, Missing)}
 */
public record ChildApplications(int total, int healthy, List<String> others) {

  public ChildApplications {
    others = List.copyOf(others);
  }

  /** {@code 3 of 5 applications Synced and Healthy; not so: web (OutOfSync, Missing)}. */
  @Override
  public String toString() {
    return "%d of %d applications Synced and Healthy%s"
        .formatted(
            healthy, total, others.isEmpty() ? "" : "; not so: " + String.join(", ", others));
  }
}
