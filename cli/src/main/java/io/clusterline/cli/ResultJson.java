package io.clusterline.cli;

import io.clusterline.cli.demo.NodeCount;
import io.clusterline.event.AddonStatus;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.EventType;
import io.clusterline.event.NodeStatus;
import io.clusterline.messaging.BrokerAddress;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.CriticalPath;
import io.clusterline.projection.StageView;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON form of a build's outcome.
 *
 * @param clusterReady everything is there, also what the build is ready without
 * @param nodes by the last event that told of them, or by the cluster itself; null: not known
 * @param kubeconfig and the following: only while the cluster exists
 * @param rabbitmqUri without the account, which only the file contains
 */
record ResultJson(
    String outcome,
    boolean clusterReady,
    @Nullable Count nodes,
    Health addons,
    Seconds seconds,
    List<StageSeconds> stages,
    @Nullable String error,
    @Nullable String kubeconfig,
    @Nullable String rabbitmqUri,
    @Nullable String rabbitmqUriFile,
    @Nullable String awsEndpoint) {

  record Count(long ready, long total) {}

  record Health(long healthy, long total) {}

  record Seconds(
      @Nullable BigDecimal setup,
      BigDecimal makespan,
      BigDecimal criticalPath,
      @Nullable BigDecimal floor) {}

  record StageSeconds(String name, BigDecimal seconds) {}

  static ResultJson of(BuildView build) {
    return of(build, null, null);
  }

  static ResultJson of(BuildView build, @Nullable Duration setup, @Nullable Duration floor) {
    AddonsReady result = build.result();
    List<AddonStatus> addons = result == null ? List.of() : result.addons();
    return new ResultJson(
        build.outcome().name().toLowerCase(java.util.Locale.ROOT),
        build.published().containsKey(EventType.CLUSTER_READY),
        count(build.nodes()),
        new Health(addons.stream().filter(AddonStatus::healthy).count(), addons.size()),
        new Seconds(
            setup == null ? null : seconds(setup),
            seconds(build.elapsed(Instant.now())),
            seconds(CriticalPath.length(CriticalPath.of(build))),
            floor == null ? null : seconds(floor)),
        stages(build),
        build.failure().map(failure -> failure.code() + ": " + failure.message()).orElse(null),
        null,
        null,
        null,
        null);
  }

  private static @Nullable Count count(List<NodeStatus> nodes) {
    return nodes.isEmpty()
        ? null
        : new Count(nodes.stream().filter(NodeStatus::ready).count(), nodes.size());
  }

  /** The same with the nodes that the cluster itself shows. */
  ResultJson withNodes(NodeCount now) {
    return new ResultJson(
        outcome,
        clusterReady,
        new Count(now.ready(), now.total()),
        addons,
        seconds,
        stages,
        error,
        kubeconfig,
        rabbitmqUri,
        rabbitmqUriFile,
        awsEndpoint);
  }

  /**
   * The same with where the cluster and its pipeline are reached.
   *
   * @param kubeconfigFile null: there is none yet
   */
  ResultJson reachableAt(
      @Nullable Path kubeconfigFile, BrokerAddress broker, Path brokerUriFile, String endpoint) {
    return new ResultJson(
        outcome,
        clusterReady,
        nodes,
        addons,
        seconds,
        stages,
        error,
        kubeconfigFile == null ? null : kubeconfigFile.toString(),
        broker.toString(),
        brokerUriFile.toString(),
        endpoint);
  }

  private static List<StageSeconds> stages(BuildView build) {
    return build.stages().values().stream()
        .filter(stage -> stage.startedAt() != null)
        .map(ResultJson::seconds)
        .toList();
  }

  private static StageSeconds seconds(StageView stage) {
    return new StageSeconds(stage.name().toString(), seconds(stage.elapsed(Instant.now())));
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3);
  }
}
