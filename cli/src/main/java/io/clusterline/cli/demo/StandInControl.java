package io.clusterline.cli.demo;

import io.clusterline.Json;
import io.clusterline.cli.line.StandInCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the sandbox's AWS says of itself, beside AWS's own interface. */
public final class StandInControl {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final URI endpoint;
  private final StandInCredentials root;

  StandInControl(URI endpoint, StandInCredentials root) {
    this.endpoint = endpoint;
    this.root = root;
  }

  /** What the account holds in all regions, one line each. */
  public List<String> inventory() throws IOException {
    return texts(get("inventory"));
  }

  /** The actions that the pipeline's policy did not allow. */
  public List<String> denied() throws IOException {
    return texts(get("iam").path("denied"));
  }

  /**
   * Requests that do not fit AWS's models of its services; none is looked for without a profile.
   */
  public List<String> violations() throws IOException {
    return texts(get("contract").path("violations"));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  private JsonNode get(String what) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/_sandbox/" + what))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + root.accessKey())
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(what + ": HTTP " + answer.statusCode() + ": " + answer.body());
      }
      return Json.MAPPER.readTree(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the sandbox was asked for " + what, e);
    }
  }
}
