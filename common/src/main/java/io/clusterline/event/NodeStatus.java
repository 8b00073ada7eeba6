package io.clusterline.event;

/**
 * A node as the API server shows it.
 *
 * @param name the node's name
 * @param ready whether its Ready condition is true
 * @param roles as {@code kubectl get nodes} prints them: {@code control-plane}, {@code <none>}
 * @param version of its kubelet
 * @param internalIp its address inside the VPC
 * @param providerId which machine it is: {@code aws:///<zone>/<instance>}
 */
public record NodeStatus(
    String name,
    boolean ready,
    String roles,
    String version,
    String internalIp,
    String providerId) {}
