package io.clusterline.kubernetes;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubeconfig.EmbeddedKubeconfig;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesTypeAdaptorFactory;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;

/** Creates the library's clients. */
final class ApiClients {

  /** A connection that died silently shows within twice this time. */
  private static final Duration PING = Duration.ofSeconds(10);

  /**
   * The library would add it with the first dynamic API, after a search through the adapters of its
   * 750 models, each of which is loaded for that.
   */
  static {
    JSON.setGson(
        JSON.getGson()
            .newBuilder()
            .registerTypeAdapterFactory(new DynamicKubernetesTypeAdaptorFactory())
            .create());
  }

  private ApiClients() {}

  /** Trusts the cluster's own CA and nothing else; never reads this machine's kubeconfig. */
  static ApiClient of(EmbeddedKubeconfig kubeconfig, KubernetesSettings settings) {
    try {
      ClientBuilder builder =
          ClientBuilder.kubeconfig(inMemory(kubeconfig))
              .setReadTimeout(settings.callTimeout())
              .setPingInterval(PING);
      builder.setAuthentication(ClientCertificate.of(kubeconfig));
      return limited(builder.build().setUserAgent("clusterline"), settings);
    } catch (IOException | RuntimeException e) {
      // The cause may quote key material; its class is enough.
      throw new ClusterlineException(
          ErrorCode.KUBERNETES_REJECTED,
          "the kubeconfig's certificates are not usable (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** A client whose requests are answered locally. */
  static ApiClient answeredBy(Interceptor answers, KubernetesSettings settings) {
    ApiClient client = limited(new ApiClient().setBasePath("https://127.0.0.1"), settings);
    return client.setHttpClient(
        client.getHttpClient().newBuilder().addInterceptor(answers).build());
  }

  private static KubeConfig inMemory(EmbeddedKubeconfig kubeconfig) {
    return KubeConfig.loadKubeConfig(new StringReader(kubeconfig.text().reveal()));
  }

  private static ApiClient limited(ApiClient client, KubernetesSettings settings) {
    return client.setHttpClient(
        client
            .getHttpClient()
            .newBuilder()
            .connectTimeout(settings.connectTimeout())
            .callTimeout(settings.callTimeout())
            .connectionPool(new ConnectionPool(2, 30, TimeUnit.SECONDS))
            .followRedirects(false)
            .addInterceptor(new StatusAnswers())
            .build());
  }
}
