package io.clusterline.cli.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.clusterline.Json;
import io.clusterline.event.Ids;
import io.clusterline.event.StageName;
import io.clusterline.messaging.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A message in a dead-letter queue. Fields that its body lacks are empty or null: the body may be
 * anything.
 *
 * @param id of the dead letter
 * @param type the CloudEvents type
 * @param eventId the CloudEvents id
 */
public record StoredDeadLetter(
    String id,
    StageName stage,
    String cluster,
    @Nullable String clusterUid,
    @Nullable Long generation,
    @Nullable String correlationId,
    String type,
    String eventId,
    Cause cause,
    String body) {

  static StoredDeadLetter of(StageName stage, BasicProperties properties, byte[] bytes) {
    Map<String, Object> headers = Objects.requireNonNullElse(properties.getHeaders(), Map.of());
    String body = new String(bytes, StandardCharsets.UTF_8);
    JsonNode envelope = envelope(body);
    long generation = envelope.path("generation").asLong(0);
    return new StoredDeadLetter(
        id(stage, properties, headers, body),
        stage,
        envelope.path("subject").asString(""),
        optional(envelope, "clusteruid"),
        generation > 0 ? generation : null,
        optional(envelope, "correlationid"),
        envelope.path("type").asString(""),
        envelope.path("id").asString(""),
        Cause.of(stage, headers),
        body);
  }

  /**
   * A message that the broker dead-lettered has no id of ours; a stable one is derived from its
   * content.
   */
  private static String id(
      StageName stage, BasicProperties properties, Map<String, Object> headers, String body) {
    Object ours = headers.get(DeadLetter.ID);
    if (ours != null) {
      return ours.toString();
    }
    String message = properties.getMessageId();
    return message == null ? Ids.derived(stage, body) : message;
  }

  private static JsonNode envelope(String body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      return json == null ? Json.MAPPER.createObjectNode() : json;
    } catch (JacksonException poison) {
      return Json.MAPPER.createObjectNode();
    }
  }

  private static @Nullable String optional(JsonNode envelope, String attribute) {
    String text = envelope.path(attribute).asString("");
    return text.isEmpty() ? null : text;
  }

  /** {@code InfraReady} of {@code io.clusterline.InfraReady.v1}; a dash where there is none. */
  public String event() {
    String[] words = type.split("\\.");
    return words.length < 2 ? (type.isEmpty() ? "-" : type) : words[words.length - 2];
  }
}
