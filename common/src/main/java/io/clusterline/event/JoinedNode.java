package io.clusterline.event;

/** A machine that has become a node, under the name and provider id that the API server shows. */
public record JoinedNode(String name, String instanceId, String providerId) {}
