package io.clusterline;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How the project reads and writes JSON: stable order, no nulls, exact numbers. */
public final class Json {

  /** More than an event has that carries the largest specification that is accepted. */
  private static final long MOST_TOKENS = 200_000;

  public static final JsonMapper MAPPER = configured(JsonMapper.builder());

  /**
   * For untrusted text. A small text can expand to a tree that needs many times its memory, so
   * reading stops beyond the limits of our own events.
   */
  public static final JsonMapper UNTRUSTED =
      configured(
          JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
                  .build()));

  private Json() {}

  private static JsonMapper configured(JsonMapper.Builder builder) {
    return builder
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }
}
