package io.clusterline.cli;

import io.clusterline.cli.demo.LatencyLowerBound;
import io.clusterline.cli.demo.LatencyProfile;
import io.clusterline.spec.Cluster;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a demo shall do.
 *
 * @param upstreamCharts take the charts from their real repositories
 * @param keepRunning hold the cluster once it stands
 */
record DemoPlan(
    Cluster cluster,
    Path profileFile,
    LatencyProfile profile,
    boolean upstreamCharts,
    boolean keepRunning) {

  /** What the build cannot be faster than. */
  Duration lowerBound() {
    return LatencyLowerBound.of(profile, cluster.spec());
  }
}
