package io.clusterline.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.clusterline.Json;
import io.clusterline.event.StageName;
import io.clusterline.state.StateLocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * "Look after this stage": the one durable message that a running stage has. It is slice, crash
 * recovery and watchdog at once, and internal: it never leaves the stage's own queue and the retry
 * ladder.
 */
record Tick(
    @JsonProperty("type") String type,
    String cluster,
    StageName stage,
    long generation,
    @Nullable String accountId,
    String region) {

  private static final String TYPE = "io.clusterline.internal.Tick.v1";

  static Tick of(String cluster, StageName stage, long generation, StateLocation location) {
    return new Tick(TYPE, cluster, stage, generation, location.accountId(), location.region());
  }

  StateLocation location() {
    return new StateLocation(accountId, region);
  }

  /** What identifies the work that it is about. */
  String work() {
    return region + "/" + cluster + "/" + stage;
  }

  byte[] encode() {
    return Json.MAPPER.writeValueAsBytes(this);
  }

  /** The tick that a message body holds, if it holds one. */
  static Optional<Tick> in(byte[] body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      return json != null && TYPE.equals(json.path("type").asString(""))
          ? Optional.of(Json.MAPPER.treeToValue(json, Tick.class))
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
