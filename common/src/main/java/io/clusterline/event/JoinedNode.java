package io.clusterline.event;

/**
 * A machine that has become a node, under the name and provider id that the API server shows.
 *
 * @param name the node's name in the API server
 * @param instanceId the EC2 instance behind it
 * @param providerId {@code aws:///<zone>/<instance>}, as the node registered
 */
public record JoinedNode(String name, String instanceId, String providerId) {}
