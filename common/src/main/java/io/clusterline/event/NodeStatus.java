package io.clusterline.event;

/** A node as the API server shows it. */
public record NodeStatus(
    String name,
    boolean ready,
    String roles,
    String version,
    String internalIp,
    String providerId) {}
