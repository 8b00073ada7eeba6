/** Where a cluster is shown on Grafana's dashboards. */
@NullMarked
package io.clusterline.console.dashboard;

import org.jspecify.annotations.NullMarked;
