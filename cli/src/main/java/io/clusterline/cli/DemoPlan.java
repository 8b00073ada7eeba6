package io.clusterline.cli;

import io.clusterline.cli.demo.LatencyLowerBound;
import io.clusterline.cli.demo.LatencyProfile;
import io.clusterline.spec.Cluster;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Options of a demo.
 *
 * @param upstreamCharts take the charts from their real repositories
 * @param keepRunning keep the cluster running once it is ready
 */
record DemoPlan(
    Cluster cluster,
    Path profileFile,
    LatencyProfile profile,
    boolean upstreamCharts,
    boolean keepRunning) {

  /** The shortest possible time of the build. */
  Duration lowerBound() {
    return LatencyLowerBound.of(profile, cluster.spec());
  }
}
