package io.clusterline.kubernetes;

import io.clusterline.Json;
import io.clusterline.resilience.Endpoint;
import io.clusterline.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * HTTP to one API server. Every call the line makes may safely run twice, so an unanswered one is
 * tried again.
 *
 * <p>client-java's own {@code ApiClient} is left out on purpose: making one loads 1,500 model
 * classes, of which the line uses none.
 */
final class Connection implements AutoCloseable {

  static final String JSON = "application/json";

  private final HttpUrl server;
  private final @Nullable Secret token;
  private final OkHttpClient http;
  private final Endpoint endpoint;

  Connection(Kubeconfig kubeconfig, KubernetesCalls calls) {
    KubernetesSettings settings = calls.settings();
    Tls tls = Tls.of(kubeconfig);
    this.server = HttpUrl.get(kubeconfig.server());
    this.token = kubeconfig.token();
    this.http =
        new OkHttpClient.Builder()
            .sslSocketFactory(tls.sockets(), tls.trust())
            .connectTimeout(settings.connectTimeout())
            .callTimeout(settings.callTimeout())
            .readTimeout(settings.callTimeout())
            .pingInterval(Duration.ofSeconds(10)) // a silently dead connection shows within 20 s
            .connectionPool(new ConnectionPool(2, 30, TimeUnit.SECONDS))
            .followRedirects(false)
            .build();
    this.endpoint = calls.to(address());
  }

  /** {@code host:port}. */
  String address() {
    return server.host() + ":" + server.port();
  }

  JsonNode get(String path, Map<String, String> query, String accept) {
    Request request = request("GET", path, query, null, null);
    return parsed(bytes(request.newBuilder().header("Accept", accept).build()));
  }

  JsonNode call(String method, String path, Map<String, String> query) {
    return call(method, path, query, null, null);
  }

  JsonNode call(
      String method,
      String path,
      Map<String, String> query,
      @Nullable String contentType,
      @Nullable JsonNode body) {
    return parsed(bytes(request(method, path, query, contentType, body)));
  }

  private static JsonNode parsed(byte[] answer) {
    return answer.length == 0 ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(answer);
  }

  /** For the few paths that answer with plain text. */
  byte[] bytes(String path) {
    return bytes(request("GET", path, Map.of(), null, null));
  }

  private byte[] bytes(Request request) {
    return endpoint.call(() -> once(request));
  }

  private byte[] once(Request request) {
    String call = request.method() + " " + address() + request.url().encodedPath();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw Failures.refused(call, response.code(), response.body().string());
      }
      return response.body().bytes();
    } catch (IOException e) {
      throw Failures.unanswered(call, e);
    }
  }

  private Request request(
      String method,
      String path,
      Map<String, String> query,
      @Nullable String contentType,
      @Nullable JsonNode body) {
    HttpUrl.Builder url = server.newBuilder().encodedPath(path);
    query.forEach(url::addQueryParameter);
    Request.Builder request =
        new Request.Builder()
            .url(url.build())
            .header("Accept", JSON)
            .header("User-Agent", "clusterline")
            .method(method, requestBody(contentType, body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token.reveal());
    }
    return request.build();
  }

  private static @Nullable RequestBody requestBody(
      @Nullable String contentType, @Nullable JsonNode body) {
    return contentType == null || body == null
        ? null
        : RequestBody.create(Json.MAPPER.writeValueAsBytes(body), MediaType.get(contentType));
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
