/** Prometheus over a line on this machine, and Grafana where there is one. */
@NullMarked
package io.clusterline.cli.monitoring;

import org.jspecify.annotations.NullMarked;
