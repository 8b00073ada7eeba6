package io.clusterline.sandbox;

import io.clusterline.Json;
import io.clusterline.sandbox.Sandbox.Addresses;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Sets latency and faults of a running sandbox, and reads its call counts. */
public final class SandboxFaults {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final URI aws;
  private final String accessKey;
  private final UnixHttp machines;

  public SandboxFaults(Addresses sandbox) {
    this.aws = sandbox.awsEndpoint();
    this.accessKey = sandbox.accessKey();
    this.machines = new UnixHttp(sandbox.control());
  }

  /** These, in place of all that were set before. */
  public void setAwsFaults(List<AwsFault> faults) throws IOException {
    aws("PUT", "faults", Json.MAPPER.writeValueAsString(faults));
  }

  /** The profile object, as in {@code sandbox/latency/*.json}. */
  public void setLatency(JsonNode profile) throws IOException {
    aws("PUT", "latency", profile.toString());
  }

  /** How often each action was called, per service. */
  public JsonNode calls() throws IOException {
    return aws("GET", "calls", "");
  }

  /** For every container that starts from now on. */
  public void setContainerFaults(List<ContainerFault> faults) throws IOException {
    machines("PUT", "/faults", Json.MAPPER.writeValueAsString(faults));
  }

  /** Id, name, VPC, state and process of every machine. */
  public JsonNode machines() throws IOException {
    return machines("GET", "/machines", "");
  }

  public void stopMachine(String id) throws IOException {
    machines("POST", "/machines/" + id + "/stop", "");
  }

  public void startMachine(String id) throws IOException {
    machines("POST", "/machines/" + id + "/start", "");
  }

  /** Ends it at once, as a power cut does. */
  public void crashMachine(String id) throws IOException {
    machines("POST", "/machines/" + id + "/crash", "");
  }

  private JsonNode machines(String method, String path, String body) throws IOException {
    String answer = machines.send(method, path, body);
    return answer.isBlank() ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(answer);
  }

  private JsonNode aws(String method, String name, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(aws.resolve("/_sandbox/" + name))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + accessKey)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            method + " " + name + ": HTTP " + response.statusCode() + ": " + response.body());
      }
      return Json.MAPPER.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the sandbox was asked for " + name, e);
    }
  }
}
