package io.clusterline.kubernetes;

import io.clusterline.Json;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings every refusal into the form of a {@code Status}, which the library reads as strictly as
 * any model: it loses the HTTP status of a load balancer's page, and fails at a field that a newer
 * API server adds.
 */
final class StatusAnswers implements Interceptor {

  private static final MediaType JSON = MediaType.get("application/json");
  private static final int LONGEST = 1000;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (response.isSuccessful()) {
      return response;
    }
    String status = status(response.code(), response.body().string());
    return response.newBuilder().body(ResponseBody.create(status, JSON)).build();
  }

  private static String status(int code, String body) {
    JsonNode said = parse(body);
    ObjectNode status = Json.MAPPER.createObjectNode();
    status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure").put("code", code);
    status.put("reason", said.path("reason").asString(""));
    status.put("message", shortened(message(said, body)));
    return status.toString();
  }

  /** A refused eviction names its disruption budget among the causes only. */
  private static String message(JsonNode said, String body) {
    return Stream.concat(
            Stream.of(said.path("message").asString(body.strip())),
            said.path("details")
                .path("causes")
                .valueStream()
                .filter(cause -> cause.path("reason").asString("").equals("DisruptionBudget"))
                .map(cause -> cause.path("message").asString("")))
        .collect(Collectors.joining(" "));
  }

  private static JsonNode parse(String body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException notAStatus) {
      return Json.MAPPER.missingNode();
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
