package io.clusterline.testkit;

import io.clusterline.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * AWS for tests: the sandbox's stand-in as a process of its own, one per JVM, ended with it.
 *
 * <p>{@link #shared()} also sets the system properties by which our own code finds an endpoint and
 * the SDK finds credentials. Tests keep apart by cluster name, region or account: never by a second
 * process.
 */
public final class AwsStandIn {

  /** The account of callers without an account of their own. */
  public static final String ACCOUNT = "123456789012";

  private final URI endpoint;
  private final String accessKey;
  private final HttpClient http = HttpClient.newHttpClient();

  private AwsStandIn(AwsStandInProcess.Running running) {
    this.endpoint = running.endpoint();
    this.accessKey = running.accessKey();
  }

  private static final class Holder {
    private static final AwsStandIn SHARED = new AwsStandIn(AwsStandInProcess.start());

    static {
      System.setProperty("clusterline.aws.endpoint", SHARED.endpoint.toString());
      System.setProperty("aws.accessKeyId", SHARED.accessKey);
      System.setProperty("aws.secretAccessKey", "test");
    }
  }

  /** The stand-in of this JVM, started on first use. */
  public static AwsStandIn shared() {
    return Holder.SHARED;
  }

  public URI endpoint() {
    return endpoint;
  }

  /** The access key that calls must be signed with; any secret key will do. */
  public String accessKey() {
    return accessKey;
  }

  /** Replaces the fault rules: see sandbox/aws/README.md for their fields. */
  @SafeVarargs
  public final void faults(Map<String, Object>... rules) {
    put("faults", List.of(rules));
  }

  /** The same, as the JSON of a file. */
  public void faultRules(String json) {
    send("PUT", "faults", json);
  }

  public void noFaults() {
    put("faults", List.of());
  }

  /** How often the rules set last have struck. */
  public int faultHits() {
    int hits = 0;
    for (JsonNode rule : send("GET", "faults", "")) {
      hits += rule.get("hits").asInt();
    }
    return hits;
  }

  /** Sets quota codes, such as {@code L-1216C47A}. */
  public void quota(String code, int value) {
    put("quota", Map.of(code, value));
  }

  /**
   * How forgiving it is: {@code default}, {@code new-account}, or {@code eventual}, in which
   * nothing is known at once.
   *
   * @param scale by which the times of AWS are multiplied, above 0 and at most 1
   */
  public void profile(String name, double scale) {
    put("profile", Map.of("name", name, "scale", scale));
  }

  /**
   * How long AWS takes for what, in seconds by name, such as {@code recordSeconds}; what is not
   * named takes no time.
   */
  public void latency(Map<String, Object> profile) {
    put("latency", profile);
  }

  /** Whether policies are enforced for keys that IAM has issued; forgets what was denied before. */
  public void enforceIam(boolean enforced) {
    put("iam", Map.of("enforced", enforced));
  }

  /** The actions that were denied since then. */
  public List<String> denied() {
    return send("GET", "iam", "").get("denied").valueStream().map(JsonNode::asString).toList();
  }

  /** Whether each request is compared with the models of AWS; forgets what was found before. */
  public void checkRequests(boolean checking) {
    put("contract", Map.of("checking", checking));
  }

  /** How many were {@code checked} since then, and the {@code violations}. */
  public JsonNode contract() {
    return send("GET", "contract", "");
  }

  /** Whether EC2's request token buckets are enforced. */
  public void throttle(boolean enabled) {
    put("throttle", Map.of("enabled", enabled));
  }

  /** How often each action was called since the last reset, as the stand-in counts it. */
  public JsonNode calls() {
    return send("GET", "calls", "");
  }

  public void resetCalls() {
    send("DELETE", "calls", "");
  }

  /**
   * Calls KMS, which the product does not, as its owner.
   *
   * @param action such as {@code CreateKey}
   */
  public JsonNode kms(String region, String action, Map<String, Object> body) {
    String credential = accessKey + "/20260101/" + region + "/kms/aws4_request";
    return send(
        HttpRequest.newBuilder(endpoint)
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=" + credential)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "TrentService." + action)
            .POST(HttpRequest.BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body)))
            .build());
  }

  private void put(String what, Object value) {
    send("PUT", what, Json.MAPPER.writeValueAsString(value));
  }

  private JsonNode send(String method, String what, String body) {
    return send(
        HttpRequest.newBuilder(endpoint.resolve("/_sandbox/" + what))
            .header("Authorization", "Bearer " + accessKey)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            request.method() + " " + request.uri() + ": " + answer.body());
      }
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
