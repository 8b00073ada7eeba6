package io.clusterline.state;

import io.clusterline.event.Ids;
import io.clusterline.event.RemovalRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The record of a cluster as a whole.
 *
 * @param uid of the cluster that has the name now; a new cluster of a deleted name gets another
 * @param generation of the newest request, be it a specification, a cancellation or a removal; 0
 *     before the first. Whatever belongs to an older one is stale
 * @param specification the newest
 * @param buildId of that generation; a time-ordered id
 * @param phase of the newest request
 * @param order the removal request, while a removal is under way
 * @param previous the specification before the newest
 * @param changed whether something may have left the specification since the last pruning
 * @param approvals addresses that the newest request allows to replace or remove
 * @param requests the newest accepted requests, so that a repeated one is known
 * @param rotation the newest generation that asked for new values of the generated secrets; each
 *     secret is generated anew once for it
 */
public record ClusterRecord(
    String name,
    String uid,
    long generation,
    @Nullable JsonNode specification,
    String buildId,
    Phase phase,
    @Nullable RemovalRequest order,
    @Nullable Previous previous,
    boolean changed,
    List<String> approvals,
    List<Request> requests,
    @Nullable Long rotation) {

  private static final int REMEMBERED = 100;

  /** How far the newest request is. */
  public enum Phase {
    BUILDING,
    READY,
    FAILED,
    /** Cancelled: everything stays as it is until the next request. */
    HELD,
    REMOVING,
    REMOVED
  }

  /** An accepted request by the identity of its event. */
  public record Request(String source, String id, long generation) {}

  /** A specification that was there before, and whether it was ever reached. */
  public record Previous(long generation, JsonNode specification, boolean ready) {}

  public ClusterRecord {
    phase = Objects.requireNonNullElse(phase, Phase.BUILDING);
    approvals = List.copyOf(approvals);
    requests = List.copyOf(requests);
  }

  /** The record of a cluster before its first request. */
  public static ClusterRecord initial(String name, String uid) {
    return new ClusterRecord(
        name, uid, 0, null, "", Phase.REMOVED, null, null, false, List.of(), List.of(), null);
  }

  /** True when there is a cluster of that name, or leftovers of its build. */
  public boolean exists() {
    return generation > 0 && phase != Phase.REMOVED;
  }

  /** True when there was a cluster of that name, and it is removed. */
  public boolean isRemoved() {
    return generation > 0 && phase == Phase.REMOVED;
  }

  /** The generation that a request became, if it was accepted before. */
  public Optional<Long> generationOf(String source, String id) {
    return requests.stream()
        .filter(request -> request.source().equals(source) && request.id().equals(id))
        .map(Request::generation)
        .findFirst();
  }

  /**
   * When the present generation was accepted, by the clock of the service that did; empty before
   * the first, and when the build's id holds no time.
   */
  public Optional<Instant> acceptedAt() {
    return Ids.timeOf(buildId);
  }

  /** The next generation is a build of that specification. */
  public ClusterRecord accepting(
      String source, String id, JsonNode wanted, String newBuildId, List<String> approved) {
    boolean same = wanted.equals(specification);
    return new ClusterRecord(
        name,
        uid,
        generation + 1,
        wanted,
        newBuildId,
        Phase.BUILDING,
        null,
        exists() ? present() : null,
        exists() && (changed || !same),
        approved,
        withRequest(source, id),
        rotation);
  }

  /** Generated secrets that are older than this generation get new values. */
  public ClusterRecord rotatingSecrets() {
    return new ClusterRecord(
        name,
        uid,
        generation,
        specification,
        buildId,
        phase,
        order,
        previous,
        changed,
        approvals,
        requests,
        generation);
  }

  /** The next generation takes something away. */
  public ClusterRecord removing(
      String source, String id, String newBuildId, RemovalRequest newOrder) {
    return next(source, id, newBuildId, Phase.REMOVING, newOrder);
  }

  /** The next generation is a hold: running stages stop, existing resources stay. */
  public ClusterRecord withHold(String source, String id, String newBuildId) {
    return next(source, id, newBuildId, Phase.HELD, null);
  }

  private ClusterRecord next(
      String source, String id, String newBuildId, Phase as, @Nullable RemovalRequest newOrder) {
    return new ClusterRecord(
        name,
        uid,
        generation + 1,
        specification,
        newBuildId,
        as,
        newOrder,
        previous,
        changed,
        List.of(),
        withRequest(source, id),
        rotation);
  }

  /**
   * The next generation is the specification before the newest one, which a rollback has removed.
   */
  public ClusterRecord restoring(String source, String id, String newBuildId) {
    Previous before = Objects.requireNonNull(previous);
    return new ClusterRecord(
        name,
        uid,
        generation + 1,
        before.specification(),
        newBuildId,
        Phase.BUILDING,
        null,
        before,
        changed,
        List.of(),
        withRequest(source, id),
        rotation);
  }

  /** The next generation builds the same again: what was approved for this one is not all done. */
  public ClusterRecord continuing(String source, String id, String newBuildId) {
    return new ClusterRecord(
        name,
        uid,
        generation + 1,
        specification,
        newBuildId,
        Phase.BUILDING,
        null,
        withEnd(Phase.READY).present(),
        changed,
        approvals,
        withRequest(source, id),
        rotation);
  }

  /** The newest request has ended so. */
  public ClusterRecord withEnd(Phase end) {
    return new ClusterRecord(
        name,
        uid,
        generation,
        specification,
        buildId,
        end,
        order,
        previous,
        changed,
        approvals,
        requests,
        rotation);
  }

  /** The cluster is ready; resources that left its specification are about to be removed. */
  public ClusterRecord pruning(RemovalRequest prune) {
    return new ClusterRecord(
        name,
        uid,
        generation,
        specification,
        buildId,
        Phase.READY,
        prune,
        previous,
        changed,
        approvals,
        requests,
        rotation);
  }

  /** No resource is left that no step asks for. */
  public ClusterRecord pruned() {
    return new ClusterRecord(
        name,
        uid,
        generation,
        specification,
        buildId,
        phase,
        null,
        previous,
        false,
        approvals,
        requests,
        rotation);
  }

  /** Whether that removal is the one under way. */
  public boolean isRemoving(RemovalRequest wanted) {
    boolean rightPhase = phase == Phase.REMOVING || wanted.isPrune() && phase == Phase.READY;
    return rightPhase && wanted.equals(order);
  }

  /** Whether the newest specification is that of the generation before. */
  public boolean isUnchanged() {
    return previous != null && previous.specification().equals(specification);
  }

  /** The same name for a new cluster: it gets a new uid, and the generations count on. */
  public ClusterRecord forNewCluster(String newUid) {
    return new ClusterRecord(
        name,
        newUid,
        generation,
        null,
        "",
        Phase.REMOVED,
        null,
        null,
        false,
        List.of(),
        requests,
        null);
  }

  private @Nullable Previous present() {
    return specification == null
        ? null
        : new Previous(generation, specification, phase == Phase.READY);
  }

  private List<Request> withRequest(String source, String id) {
    List<Request> remembered = new ArrayList<>(requests);
    remembered.add(new Request(source, id, generation + 1));
    return remembered.subList(Math.max(0, remembered.size() - REMEMBERED), remembered.size());
  }
}
