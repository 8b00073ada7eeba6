package io.clusterline.messaging;

import io.clusterline.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The attributes of a CloudEvent in structured mode, read without its data: in little memory, and
 * of a body that cannot be decoded as far as it can be read.
 *
 * @param texts the attributes that are strings
 * @param generation the attribute of that name, when it is a number
 */
public record Envelope(Map<String, String> texts, Optional<Long> generation) {

  public Envelope {
    texts = Map.copyOf(texts);
  }

  /** Never fails: attributes that cannot be read are absent. */
  public static Envelope of(byte[] body) {
    Map<String, String> texts = new HashMap<>();
    Long[] generation = new Long[1];
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          JsonToken value = parser.nextToken();
          if (value == JsonToken.VALUE_STRING && !"data_base64".equals(name)) {
            texts.put(name, parser.getString());
          } else if (value == JsonToken.VALUE_NUMBER_INT && "generation".equals(name)) {
            generation[0] = parser.getLongValue();
          }
          var unused = parser.skipChildren();
        }
      }
    } catch (JacksonException endsHere) {
      return new Envelope(texts, Optional.ofNullable(generation[0]));
    }
    return new Envelope(texts, Optional.ofNullable(generation[0]));
  }

  /** The attribute of that name, when it is a string. */
  public Optional<String> text(String attribute) {
    return Optional.ofNullable(texts.get(attribute));
  }
}
