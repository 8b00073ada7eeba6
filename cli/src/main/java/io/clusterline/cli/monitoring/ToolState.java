package io.clusterline.cli.monitoring;

import java.net.URI;
import java.nio.file.Path;

/**
 * Prometheus or Grafana as it runs now.
 *
 * @param name Prometheus, Grafana
 * @param address on loopback
 */
public record ToolState(String name, long pid, URI address, Path log) {}
