package io.clusterline.cli.monitoring;

/**
 * A process that Prometheus scrapes.
 *
 * @param component such as infra-service
 * @param port on 127.0.0.1
 */
public record Target(String component, int port) {}
