package io.clusterline.stage;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.secret.SecretStore;
import java.util.Optional;

/** Services for a running stage. */
public interface StageSupport {

  /**
   * Publishes an intermediate event; confirmed by the broker when it returns, with the same id when
   * published again.
   */
  void publish(ClusterEvent event);

  /** Whether another stage of the same cluster and generation is complete. */
  boolean completed(StageName stage);

  /**
   * The event that ended another stage of the same cluster and generation well, as it is recorded;
   * empty as long as that is not complete.
   */
  Optional<ClusterEvent> result(StageName stage);

  /** How another stage of the same cluster and generation failed; empty as long as it has not. */
  Optional<StageFailed> failure(StageName stage);

  /** When a stage of the same cluster and generation ran; empty when it has not been triggered. */
  Optional<StageTimes> times(StageName stage);

  /** A moment at which a crash would hurt; only drills do something there. */
  default void onReached(FailPoint point, Address at) {}

  /** The secrets of the cluster's own account. */
  SecretStore secrets();

  /**
   * The newest generation that asked for new values of the generated secrets; empty when none did.
   */
  default Optional<Long> rotation() {
    return Optional.empty();
  }
}
