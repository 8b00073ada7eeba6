package io.clusterline.event;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as CloudEvents 1.0 in structured JSON mode, and back. */
public final class CloudEventCodec {

  /** The media type of the message body. */
  public static final String CONTENT_TYPE = "application/cloudevents+json";

  private static final int MOST_NAMED = 5;

  private CloudEventCodec() {}

  public static byte[] encode(Event<?> event) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("specversion", "1.0");
    json.put("id", event.id());
    json.put("source", event.source());
    json.put("type", event.type().cloudEventsType());
    json.put("subject", event.subject());
    json.put("time", event.time().toString());
    json.put("datacontenttype", "application/json");
    json.put("dataschema", event.type().dataSchema());
    putIfPresent(json, "clusteruid", event.clusterUid());
    if (event.generation() != null) {
      json.put("generation", event.generation());
    }
    putIfPresent(json, "correlationid", event.correlationId());
    putIfPresent(json, "causationid", event.causationId());
    putIfPresent(json, TraceParent.NAME, event.traceparent());
    json.set("data", Json.MAPPER.valueToTree(event.data()));
    return Json.MAPPER.writeValueAsBytes(json);
  }

  /** The same as text, as the state store keeps it. */
  public static String text(Event<?> event) {
    return new String(encode(event), StandardCharsets.UTF_8);
  }

  /** As {@link #decode(byte[])}. */
  public static Event<?> decode(String text) {
    return decode(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws ClusterlineException {@link ErrorCode#MALFORMED_EVENT} saying which attribute is wrong
   *     and why
   */
  public static Event<?> decode(byte[] body) {
    JsonNode json = parse(body);
    if (!"1.0".equals(required(json, "specversion"))) {
      throw malformed(
          "specversion is '" + json.path("specversion").asString("") + "', only 1.0 is understood");
    }
    String type = required(json, "type");
    EventType eventType =
        Upcasters.typeOf(type)
            .orElseThrow(() -> malformed("type '" + clip(type) + "' is not known in this version"));
    return new Event<>(
        required(json, "id"),
        required(json, "source"),
        required(json, "subject"),
        time(json),
        optional(json, "clusteruid"),
        generation(json),
        optional(json, "correlationid"),
        optional(json, "causationid"),
        traceparent(json),
        data(json, type, eventType));
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode json = Json.UNTRUSTED.readTree(body);
      if (json == null || !json.isObject()) {
        throw malformed(
            "the body is not a JSON object: " + clip(new String(body, StandardCharsets.UTF_8)));
      }
      return json;
    } catch (StreamConstraintsException e) {
      throw malformed("the body is not within the bounds of an event: " + e.getOriginalMessage());
    } catch (JacksonException e) {
      throw malformed("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  private static ClusterEvent data(JsonNode json, String writtenAs, EventType type) {
    JsonNode written = json.has("data_base64") ? fromBase64(json) : json.get("data");
    if (!(written instanceof ObjectNode object)) {
      throw malformed("data is missing or not an object");
    }
    ObjectNode data = Upcasters.upcast(writtenAs, object);
    if (type.isRequest()) {
      refuseUnknownFields(data, type);
    }
    ClusterEvent event = bind(data, type);
    MissingField.in((Record) event)
        .ifPresent(field -> {
          throw malformed("data." + field + " is missing");
        });
    return event;
  }

  /** The events of the stages may have fields that a later version of a stage has added. */
  private static void refuseUnknownFields(JsonNode data, EventType type) {
    List<String> unknown = UnknownFields.in(data, type.data());
    if (!unknown.isEmpty()) {
      throw malformed(unknown.stream().limit(MOST_NAMED).collect(Collectors.joining("; ")));
    }
  }

  /** How a publisher writes data of which it does not know that it is JSON. */
  private static JsonNode fromBase64(JsonNode json) {
    try {
      return parse(Base64.getDecoder().decode(required(json, "data_base64")));
    } catch (IllegalArgumentException e) {
      throw malformed("data_base64 is not Base64: " + e.getMessage());
    }
  }

  private static ClusterEvent bind(JsonNode data, EventType type) {
    try {
      return Objects.requireNonNull(Json.MAPPER.treeToValue(data, type.data()));
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw malformed(
          "data is not a "
              + type.data().getSimpleName()
              + ": "
              + clip(String.valueOf(e.getMessage())));
    }
  }

  private static String required(JsonNode json, String attribute) {
    String value = optional(json, attribute);
    if (value == null || value.isBlank()) {
      throw malformed("attribute '" + attribute + "' is missing");
    }
    return value;
  }

  /** What is no valid trace context is as good as none: nothing depends on it. */
  private static @Nullable String traceparent(JsonNode json) {
    String text = json.path(TraceParent.NAME).stringValue(null);
    return TraceParent.parse(text).isPresent() ? text : null;
  }

  private static @Nullable String optional(JsonNode json, String attribute) {
    JsonNode value = json.get(attribute);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw malformed("attribute '" + attribute + "' is not a string: " + clip(value.toString()));
    }
    return value.stringValue();
  }

  private static Instant time(JsonNode json) {
    String text = optional(json, "time");
    try {
      return text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw malformed("time '" + clip(text) + "' is not RFC 3339");
    }
  }

  private static @Nullable Long generation(JsonNode json) {
    JsonNode value = json.get("generation");
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
      throw malformed("generation is not a positive integer: " + clip(value.toString()));
    }
    return value.longValue();
  }

  private static void putIfPresent(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  static String clip(@Nullable String text) {
    String clean = String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 120 ? clean : clean.substring(0, 120) + "…";
  }

  private static ClusterlineException malformed(String message) {
    return new ClusterlineException(ErrorCode.MALFORMED_EVENT, message);
  }
}
