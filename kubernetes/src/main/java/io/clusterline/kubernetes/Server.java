package io.clusterline.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import io.clusterline.Json;
import io.clusterline.kubeconfig.EmbeddedKubeconfig;
import io.clusterline.resilience.Endpoint;
import io.clusterline.telemetry.CallMetrics;
import io.clusterline.telemetry.LineMetric;
import io.kubernetes.client.common.KubernetesType;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.KubernetesApiResponse;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls of one API server through the library's client. Every call made here may safely run twice,
 * so an unanswered one is tried again.
 */
final class Server implements AutoCloseable {

  private static final String JSON = "application/json";
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final Type WATCHED = new TypeToken<Watch.Response<JsonObject>>() {}.getType();
  private static final String[] AUTHENTICATION = {"BearerToken"};

  private final ApiClient client;
  private final Endpoint endpoint;
  private final CallMetrics metrics;
  private final String address;
  private final long watchSeconds;

  Server(EmbeddedKubeconfig kubeconfig, KubernetesCalls calls) {
    this(ApiClients.of(kubeconfig, calls.settings()), kubeconfig.server().getAuthority(), calls);
  }

  Server(ApiClient client, String address, KubernetesCalls calls) {
    this.client = client;
    this.address = address;
    this.endpoint = calls.endpoint(address);
    this.metrics = calls.metrics();
    this.watchSeconds = Math.max(1, calls.settings().callTimeout().toSeconds() * 4 / 5);
  }

  /** {@code host:port}. */
  String address() {
    return address;
  }

  ApiClient client() {
    return client;
  }

  /** A call of the library's dynamic API; null when the answer is no object of that type. */
  <T extends KubernetesType> @Nullable T call(
      String call, Supplier<KubernetesApiResponse<T>> answer) {
    return run(
        call,
        () ->
            answer
                .get()
                .onFailure((code, status) -> {
                  throw Failures.refused(named(call), code, status);
                })
                .getObject());
  }

  /**
   * @param type of the answer: JSON, or a String for the few paths that answer with plain text
   */
  <T> T get(String path, Class<T> type) {
    return run(
        "GET " + path,
        () -> client.<T>execute(request("GET", path, List.of(), JSON, null), type).getData());
  }

  /**
   * @param format a patch format of {@link V1Patch}
   */
  JsonNode patch(String path, String format, Map<String, String> options, JsonNode patch) {
    List<Pair> query =
        options.entrySet().stream().map(one -> new Pair(one.getKey(), one.getValue())).toList();
    V1Patch body = new V1Patch(patch.toString());
    return json(
        run(
            "PATCH " + path,
            () ->
                PatchUtils.patch(
                    JsonElement.class,
                    () -> request("PATCH", path, query, JSON, body),
                    format,
                    client)));
  }

  /**
   * Asks once for an eviction: a spent budget is an answer, which the caller may ask for again.
   *
   * @return why it was refused; empty when the pod is on its way or gone
   */
  Optional<String> evict(Eviction eviction) {
    return endpoint.callOnce(() ->
        callOnce(
            "POST " + eviction.path(),
            () -> {
              try {
                Object body = JsonParser.parseString(eviction.body());
                client.<JsonElement>execute(
                    request("POST", eviction.path(), List.of(), JSON, body), JsonElement.class);
                return Optional.empty();
              } catch (ApiException e) {
                return Eviction.refusal(e);
              }
            }));
  }

  /**
   * One watch of a collection, of metadata only. The API server ends it before the limit of a call;
   * it is not tried again here.
   */
  Watch<JsonObject> watch(String path, Selection selection) {
    return endpoint.callOnce(() ->
        callOnce(
            "watch " + path,
            () ->
                Watch.createWatch(
                    client, request("GET", path, watching(selection), METADATA, null), WATCHED)));
  }

  private List<Pair> watching(Selection selection) {
    return List.of(
        new Pair("watch", "true"),
        new Pair("timeoutSeconds", Long.toString(watchSeconds)),
        new Pair("labelSelector", selection.labels()),
        new Pair("fieldSelector", selection.fields()));
  }

  private Call request(
      String method, String path, List<Pair> query, String accept, @Nullable Object body)
      throws ApiException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", accept);
    headers.put("Content-Type", JSON);
    return client.buildCall(
        client.getBasePath(),
        path,
        method,
        query,
        List.of(),
        body,
        headers,
        new HashMap<>(),
        new HashMap<>(),
        AUTHENTICATION,
        null);
  }

  /** A call of the library, with its exception. */
  @FunctionalInterface
  interface LibraryCall<T extends @Nullable Object> {
    T make() throws ApiException;
  }

  /**
   * Makes a call and retries it while it is unanswered.
   *
   * @param call method and path, for messages
   */
  <T extends @Nullable Object> T run(String call, LibraryCall<T> library) {
    return endpoint.call(() -> measured(call, library));
  }

  private <T extends @Nullable Object> T measured(String call, LibraryCall<T> library) {
    return metrics.timed(
        LineMetric.KUBERNETES_REQUESTS,
        () -> callOnce(call, library),
        answer -> CallMetrics.SUCCESS,
        Server::outcome,
        call.substring(0, call.indexOf(' ')));
  }

  private static String outcome(Throwable failure) {
    int status =
        failure instanceof KubernetesException e ? e.status() : KubernetesException.NO_ANSWER;
    return status == KubernetesException.NO_ANSWER ? "no-answer" : Integer.toString(status);
  }

  private <T extends @Nullable Object> T callOnce(String call, LibraryCall<T> library) {
    try {
      return library.make();
    } catch (ApiException | RuntimeException e) {
      throw Failures.of(named(call), e);
    }
  }

  private String named(String call) {
    return call.replaceFirst(" ", " " + address);
  }

  static JsonNode json(@Nullable JsonElement element) {
    return element == null ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(element.toString());
  }

  @Override
  public void close() {
    client.getHttpClient().dispatcher().executorService().shutdown();
    client.getHttpClient().connectionPool().evictAll();
  }
}
