package io.clusterline.bootstrap.kubeadm;

import io.clusterline.Json;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import tools.jackson.databind.JsonNode;

/** A node as the API server shows it. */
public final class NodeObject {

  private NodeObject() {}

  /**
   * @throws ClusterlineException {@code PROVIDER_ID_MISMATCH} when the object of that name belongs
   *     to another machine
   */
  public static JoinedNode read(String json, Machine machine) {
    JsonNode object = Json.MAPPER.readTree(json);
    String name = object.at("/metadata/name").asString("");
    String providerId = object.at("/spec/providerID").asString("");
    if (!name.equals(machine.name()) || !providerId.equals(machine.providerId())) {
      throw new ClusterlineException(
          ErrorCode.PROVIDER_ID_MISMATCH,
          "the node object '%s' has provider id '%s'; %s is %s"
              .formatted(name, providerId, machine.name(), machine.providerId()));
    }
    return new JoinedNode(name, machine.instanceId(), providerId);
  }
}
