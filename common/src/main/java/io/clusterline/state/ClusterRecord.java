package io.clusterline.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a cluster as a whole.
 *
 * @param generation of the newest accepted request; 0 before the first
 * @param specification of that generation
 * @param buildId of that generation
 * @param approvals addresses that the newest request agreed to replace or remove
 * @param requests the newest accepted requests, so that a repeated one is known
 */
public record ClusterRecord(
    String name,
    String uid,
    long generation,
    @Nullable JsonNode specification,
    String buildId,
    List<String> approvals,
    List<Request> requests) {

  private static final int REMEMBERED = 100;

  /** An accepted request by the identity of its event. */
  public record Request(String source, String id, long generation) {}

  public ClusterRecord {
    approvals = List.copyOf(approvals);
    requests = List.copyOf(requests);
  }

  /** A cluster that nobody has asked for yet. */
  public static ClusterRecord unknown(String name, String uid) {
    return new ClusterRecord(name, uid, 0, null, "", List.of(), List.of());
  }

  /** The generation that a request became, if it was accepted before. */
  public Optional<Long> generationOf(String source, String id) {
    return requests.stream()
        .filter(request -> request.source().equals(source) && request.id().equals(id))
        .map(Request::generation)
        .findFirst();
  }

  /** The next generation. */
  public ClusterRecord accepting(
      String source, String id, JsonNode wanted, String newBuildId, List<String> approved) {
    List<Request> remembered = new ArrayList<>(requests);
    remembered.add(new Request(source, id, generation + 1));
    int from = Math.max(0, remembered.size() - REMEMBERED);
    return new ClusterRecord(
        name,
        uid,
        generation + 1,
        wanted,
        newBuildId,
        approved,
        remembered.subList(from, remembered.size()));
  }
}
