package io.clusterline.cli;

import io.clusterline.cli.demo.AwsProfile;
import io.clusterline.cli.demo.LatencyLowerBound;
import io.clusterline.cli.demo.LatencyProfile;
import io.clusterline.cli.line.LineExtras;
import io.clusterline.spec.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Options of a demo.
 *
 * @param upstreamCharts take the charts from their real repositories
 * @param realCharts a folder of real charts that the sandbox serves; null: its stand-ins
 * @param aws how strict the sandbox's AWS is
 * @param deletes delete the cluster as {@code delete} does, and look for what is left
 * @param debian what the machines are booted from; null: they are light hosts
 * @param keepRunning hold the cluster once it stands
 * @param extras what runs beside the line
 */
record DemoPlan(
    Cluster cluster,
    Path profileFile,
    LatencyProfile profile,
    boolean upstreamCharts,
    @Nullable Path realCharts,
    Set<AwsProfile> aws,
    boolean deletes,
    @Nullable Path debian,
    boolean keepRunning,
    LineExtras extras) {

  DemoPlan {
    aws = Set.copyOf(aws);
  }

  /** The domains whose hosted zones its account is to have, as their owner's would. */
  List<String> zones() {
    return Stream.ofNullable(cluster.spec().domain()).toList();
  }

  /** The shortest possible time of the build. */
  Duration lowerBound() {
    return LatencyLowerBound.of(profile, cluster.spec());
  }
}
