package io.clusterline.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Audit of a replay: a failed stage runs again from its dead letter.
 *
 * @param stage the stage
 * @param location the account and region of the cluster; null in events of earlier versions
 * @param deadLetterId id of the dead letter
 * @param replay how often this stage was replayed in this generation, this time included
 * @param reset the later stages of the same generation that will run again
 * @param reason why, empty when the message was moved with the broker's own tools
 * @param requestedBy the user who asked, empty when the message was moved with the broker's own
 *     tools
 */
public record StageReplayed(
    StageName stage,
    @Nullable ClusterLocation location,
    String deadLetterId,
    int replay,
    List<StageName> reset,
    String reason,
    String requestedBy)
    implements ClusterEvent {

  public StageReplayed {
    reset = List.copyOf(reset);
  }
}
