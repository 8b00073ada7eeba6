package io.clusterline.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clusterline.event.Evidence;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.projection.CostView.Cost;
import io.clusterline.spec.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's newest build or removal as JSON, for the page and the report. Times are RFC 3339 in
 * UTC; durations are seconds.
 *
 * @param key of the cluster: name, region and account; one for each place
 * @param kind {@code build} or {@code removal}
 * @param phase as {@code get} shows it
 * @param asOf when estimates and costs were computed
 * @param etaSeconds how long it will still take; null while that is not known
 * @param expectedSeconds how long finished builds of this shape took; null while there are none
 * @param progress share of the typical work that is done, from 0 to 1
 * @param stages in their order
 * @param nodes in the specification's order
 * @param criticalPath addresses with their stage, in the order of time
 * @param waitsFor the running steps that said what they wait for, the longest first
 * @param evidence of what is ready
 * @param refusal of the newest request, where one was refused
 * @param certificatesExpireAt when the first of its certificates expires; null where that is not
 *     known, and of a cluster that was removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterDocument(
    String key,
    String name,
    @Nullable String region,
    @Nullable String accountId,
    @Nullable String uid,
    long generation,
    String kind,
    String phase,
    @Nullable String buildId,
    @Nullable Instant requestedAt,
    @Nullable Instant endedAt,
    Instant asOf,
    @Nullable Double etaSeconds,
    @Nullable Double expectedSeconds,
    double progress,
    int replays,
    List<Stage> stages,
    List<Node> nodes,
    List<String> criticalPath,
    List<Waiting> waitsFor,
    List<Evidence> evidence,
    @Nullable Cost cost,
    @Nullable RefusalText refusal,
    @Nullable Instant certificatesExpireAt) {

  /**
   * @param beside it runs beside the others, which do not wait for it
   * @param state {@code not-begun}, {@code running}, {@code waiting}, {@code done} or {@code
   *     failed}
   * @param retry why the last attempt failed and when the next one begins
   * @param steps by address, in the order of the graph
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Stage(
      String name,
      String service,
      boolean beside,
      String state,
      int attempt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      int percent,
      @Nullable Retry retry,
      @Nullable Failure failure,
      Map<String, Step> steps) {}

  /** The pause between two attempts. */
  public record Retry(int attempt, int attempts, String code, String message, Instant until) {}

  /**
   * @param command that continues after the cause is mended: it replays this stage, or the one that
   *     this one failed for; null when there is no dead letter, or one whose id is no identifier
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Failure(
      String code,
      String message,
      String fix,
      @Nullable String command,
      List<StepFailure> steps,
      List<Finding> findings) {}

  /**
   * @param state {@code not-begun}, {@code running}, or how it ended: {@code created}, {@code
   *     failed}, …
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Step(
      String state,
      List<String> dependsOn,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String message) {}

  /**
   * @param phases state of each {@link NodePhase}, in its order
   */
  public record Node(String name, String type, List<NodePhaseTimes> phases) {}

  /** One phase of a node. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record NodePhaseTimes(
      String phase, String state, @Nullable Instant startedAt, @Nullable Instant endedAt) {}

  /** A step that waits, and for what. */
  public record Waiting(String stage, String step, Instant since, String message) {}

  /** Why the newest request was refused. */
  public record RefusalText(Instant at, String reason, String fix) {}
}
