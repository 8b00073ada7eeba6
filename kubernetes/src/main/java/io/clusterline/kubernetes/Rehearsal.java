package io.clusterline.kubernetes;

import com.google.gson.JsonObject;
import io.kubernetes.client.util.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Uses the library once while the JVM records an AOT cache, so that its classes, three thousand and
 * more, are in the cache. Nothing is connected to: the answers are written here.
 */
public final class Rehearsal {

  private static final ObjectRef KNOWN = ObjectRef.node("known");
  private static final ObjectRef UNKNOWN = ObjectRef.node("unknown");
  private static final MediaType JSON = MediaType.get("application/json");

  private static final String NODE =
      """
      {"kind":"Node","apiVersion":"v1","metadata":{"name":"known"}}\
      """;

  /** By path. */
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/version",
          "{\"gitVersion\":\"v1\"}",
          "/api/v1",
          """
          {"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"nodes",
           "singularName":"node","namespaced":false,"kind":"Node","verbs":["get"]}]}
          """,
          "/api/v1/nodes",
          "{\"kind\":\"NodeList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[" + NODE + "]}",
          "/api/v1/nodes/known",
          NODE);

  private Rehearsal() {}

  /** Does nothing in a JVM that records no AOT cache. */
  public static void whenRecording(KubernetesCalls calls) {
    boolean recording =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-XX:AOTCacheOutput="));
    if (recording) {
      run(calls);
    }
  }

  static void run(KubernetesCalls calls) {
    Server server =
        new Server(ApiClients.answeredBy(Rehearsal::answer, calls.settings()), "rehearsal", calls);
    try (KubernetesApi api = new KubernetesApi(server);
        Watch<JsonObject> watch = server.watch("/watch", Selection.of(KNOWN))) {
      api.version();
      api.list(Selection.all("v1", "Node"));
      api.listMetadata(Selection.all("v1", "Node"));
      api.apply(api.get(KNOWN).orElseThrow());
      api.delete(KNOWN);
      api.get(UNKNOWN);
      watch.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response answer(Interceptor.Chain chain) {
    String path = chain.request().url().encodedPath();
    String watched = "{\"type\":\"ADDED\",\"object\":" + NODE + "}\n";
    String answer = path.equals("/watch") ? watched : ANSWERS.get(path);
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_2)
        .code(answer == null ? 404 : 200)
        .message("")
        .body(ResponseBody.create(answer == null ? "not found" : answer, JSON))
        .build();
  }
}
