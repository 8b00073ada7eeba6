package io.clusterline.execution;

import io.clusterline.Json;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.messaging.BrokerLimits;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A specification whose add-on values are larger than a message may be. */
final class Oversized {

  private Oversized() {}

  static Event<ClusterAccepted> accepted() {
    Event<ClusterAccepted> event = TestLine.accepted(1);
    JsonNode json = SpecificationWriter.toTree(event.data().cluster());
    ObjectNode addon = (ObjectNode) json.at("/spec/addons/0");
    addon.putObject("values").put("text", "v".repeat(BrokerLimits.LARGEST_MESSAGE));
    Cluster cluster = Json.MAPPER.treeToValue(json, Cluster.class);
    return new Event<>(
        event.id(),
        event.source(),
        event.subject(),
        event.time(),
        event.clusterUid(),
        event.generation(),
        event.correlationId(),
        null,
        null,
        new ClusterAccepted(cluster, false));
  }
}
