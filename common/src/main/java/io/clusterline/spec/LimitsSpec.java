package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * What each container of a namespace gets and may have (a LimitRange), by resource: {@code cpu:
 * "500m"}, {@code memory: 512Mi}.
 *
 * @param defaultRequest the request of a container that says none
 * @param defaultLimit the limit of a container that says none
 * @param max the largest limit
 * @param min the smallest request
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LimitsSpec(
    @Constraint(form = TextFormat.QUANTITY, defaultsTo = "{}") Map<String, String> defaultRequest,
    @JsonProperty("default") @Constraint(form = TextFormat.QUANTITY, defaultsTo = "{}")
        Map<String, String> defaultLimit,
    @Constraint(form = TextFormat.QUANTITY, defaultsTo = "{}") Map<String, String> max,
    @Constraint(form = TextFormat.QUANTITY, defaultsTo = "{}") Map<String, String> min) {

  public LimitsSpec {
    defaultRequest = Immutable.map(defaultRequest);
    defaultLimit = Immutable.map(defaultLimit);
    max = Immutable.map(max);
    min = Immutable.map(min);
  }
}
