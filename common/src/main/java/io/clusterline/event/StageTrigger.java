package io.clusterline.event;

import io.clusterline.Json;
import io.clusterline.spec.Cluster;
import tools.jackson.databind.node.ObjectNode;

/** An event that starts a stage. It carries the specification and the results so far. */
public sealed interface StageTrigger extends ClusterEvent
    permits ClusterAccepted,
        InfraReady,
        MasterInitialized,
        NodesJoined,
        CniReady,
        AddonsReady,
        IngressReady,
        RemovalTrigger {

  /** The specification of the generation that is being built, or removed. */
  Cluster cluster();

  /** The same trigger with another specification. */
  static <E extends StageTrigger> E withSpecification(E trigger, Cluster other) {
    ObjectNode json = Json.MAPPER.valueToTree(trigger);
    json.set("cluster", Json.MAPPER.valueToTree(other));
    @SuppressWarnings("unchecked") // it is read as the class that it was
    E changed = (E) Json.MAPPER.treeToValue(json, trigger.getClass());
    return changed;
  }
}
