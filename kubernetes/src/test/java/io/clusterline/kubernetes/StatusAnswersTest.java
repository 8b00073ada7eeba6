package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.generic.KubernetesApiResponse;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusAnswersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          503 | <html><body>no healthy upstream</body></html>                       | <html><body>no healthy upstream</body></html> | ''
          502 | {"error": "bad gateway"}                                            | {"error": "bad gateway"}                      | ''
          409 | {"kind": "Status", "message": "m", "reason": "Conflict", "new": {}} | m                                             | Conflict
          401 | ''                                                                  | ''                                            | ''
          302 | moved                                                               | moved                                         | ''
          """)
  void givenARefusalInAnyFormThenTheLibraryReportsItsStatusAndMessage(
      int code, String body, String message, String reason) throws IOException {
    KubernetesApiResponse<DynamicKubernetesObject> response = respond(code, body);

    assertThat(response.getHttpStatusCode()).isEqualTo(code);
    assertThat(response.getObject()).isNull();
    assertThat(response.getStatus().getMessage()).isEqualTo(message);
    assertThat(response.getStatus().getReason()).isEqualTo(reason);
  }

  private static KubernetesApiResponse<DynamicKubernetesObject> respond(int code, String body)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      OkHttpClient http =
          new OkHttpClient.Builder()
              .followRedirects(false)
              .addInterceptor(new StatusAnswers())
              .build();
      ApiClient client =
          new ApiClient(http).setBasePath("http://127.0.0.1:" + server.getAddress().getPort());
      return new DynamicKubernetesApi("", "v1", "nodes", client).get("n");
    } finally {
      server.stop(0);
    }
  }
}
