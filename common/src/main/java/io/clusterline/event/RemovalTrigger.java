package io.clusterline.event;

/**
 * An event from which a layer's removal starts. They follow one another in the reverse of the order
 * in which the layers were built.
 */
public sealed interface RemovalTrigger extends StageTrigger
    permits RemovalAccepted, AddonsRemoved, NetworkRemoved, CniRemoved, NodesRemoved {

  /** The removal request. */
  RemovalRequest order();
}
