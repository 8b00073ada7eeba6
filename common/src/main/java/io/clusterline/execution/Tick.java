package io.clusterline.execution;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.clusterline.Json;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageName;
import io.clusterline.stage.ClusterRef;
import io.clusterline.state.StageRecord;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The one durable message of a running stage, which keeps it going: time slice, crash recovery and
 * supervision at once. Internal: it never leaves the stage's own queue and the retry ladder.
 *
 * @param cluster of the build or removal
 * @param location the account and region of the cluster
 * @param number the stage record's {@code tick} when it was sent: of several, only one counts
 * @param failures number of failed attempts after which it got a longer delay; 0 otherwise
 */
record Tick(
    @JsonProperty("type") String type,
    ClusterRef cluster,
    StageName stage,
    ClusterLocation location,
    String number,
    int failures) {

  private static final String TYPE = "io.clusterline.internal.Tick.v3";

  static Tick of(ClusterRef cluster, ClusterLocation location, StageRecord record) {
    return new Tick(TYPE, cluster, record.stage(), location, record.tick(), 0);
  }

  StageKey key() {
    return StageKey.of(location, cluster.name(), cluster.uid(), stage);
  }

  long generation() {
    return cluster.generation();
  }

  /** Whether it is the one tick that counts for that record. */
  boolean isFor(StageRecord record) {
    return isOf(record) && record.tick().equals(number);
  }

  /** Whether it is a tick of that record, of whatever number, and that record still needs one. */
  boolean isOf(StageRecord record) {
    return record.generation() == generation() && !record.isTerminal();
  }

  /** The same tick under the number that the record has now. */
  Tick renewed(StageRecord record) {
    return new Tick(type, cluster, stage, location, record.tick(), failures);
  }

  /** The same tick, to arrive when the next attempt is due. */
  Tick after(int failedAttempts) {
    return new Tick(type, cluster, stage, location, number, failedAttempts);
  }

  byte[] encode() {
    return Json.MAPPER.writeValueAsBytes(this);
  }

  /** The tick that a message body holds, if it holds one. */
  static Optional<Tick> in(byte[] body) {
    try {
      JsonNode json = Json.UNTRUSTED.readTree(body);
      return json != null && TYPE.equals(json.path("type").asString(""))
          ? Optional.of(Json.MAPPER.treeToValue(json, Tick.class))
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
