package io.clusterline.messaging;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.amqp.support.AmqpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * CloudEvents in the binary mode of the AMQP binding: the attributes are headers, the body is the
 * data. They are rewritten in structured mode, on which everything behind relies: the retry ladder,
 * dead letters and records keep bodies, not headers.
 */
final class BinaryMode {

  /** Of headers in the AMQP binding; the underscore is for clients that allow no colon. */
  private static final String PREFIX = "cloudevents";

  private static final int PREFIX_LENGTH = PREFIX.length() + 1;

  private BinaryMode() {}

  /** The message in structured mode; the body as it is when it is no event in binary mode. */
  static byte[] structured(Map<String, Object> headers, byte[] body) {
    if (body.length > BrokerLimits.LARGEST_MESSAGE || !isBinary(headers)) {
      return body;
    }
    ObjectNode event = Json.MAPPER.createObjectNode();
    headers.forEach((name, value) -> {
      if (isAttribute(name)) {
        put(event, name.substring(PREFIX_LENGTH), value);
      }
    });
    putData(event, body);
    return Json.MAPPER.writeValueAsBytes(event);
  }

  private static boolean isBinary(Map<String, Object> headers) {
    String contentType = String.valueOf(headers.get(AmqpHeaders.CONTENT_TYPE));
    return !contentType.startsWith(CloudEventCodec.CONTENT_TYPE)
        && headers.keySet().stream().anyMatch(BinaryMode::isAttribute);
  }

  /** The attributes alone, of a message in binary mode whose body is too large to be read. */
  static Optional<Envelope> envelope(Map<String, Object> headers, byte[] body) {
    if (body.length <= BrokerLimits.LARGEST_MESSAGE || !isBinary(headers)) {
      return Optional.empty();
    }
    Map<String, String> texts = new HashMap<>();
    headers.forEach((name, value) -> {
      if (isAttribute(name)) {
        texts.put(name.substring(PREFIX_LENGTH), value.toString());
      }
    });
    return Optional.of(new Envelope(texts, Optional.empty()));
  }

  private static boolean isAttribute(String header) {
    return header.length() > PREFIX_LENGTH
        && header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
        && ":_".indexOf(header.charAt(PREFIX.length())) >= 0;
  }

  /** Clients may send the numeric attribute as a text. */
  private static void put(ObjectNode event, String attribute, Object value) {
    if (attribute.equals("generation") && value.toString().matches("\\d{1,18}")) {
      event.put(attribute, Long.parseLong(value.toString()));
    } else {
      event.put(attribute, value.toString());
    }
  }

  /** What is no JSON is put in as Base64, where the codec will say so. */
  private static void putData(ObjectNode event, byte[] body) {
    try {
      event.set("data", Json.UNTRUSTED.readTree(body));
    } catch (JacksonException notJson) {
      event.put("data_base64", body);
    }
  }
}
