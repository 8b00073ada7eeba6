package io.clusterline.gitops.helm;

import com.marcnuri.helm.Helm;
import io.clusterline.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Calls Helm through its native library. The request decides between install and upgrade: when the
 * library decides itself, it loses the kubeconfig. It never waits for health, because it could not
 * report what is missing.
 */
final class HelmCalls {

  /** Longest time of the hooks before a release, and again of those after it. */
  static final Duration HOOKS = Duration.ofMinutes(4);

  private static final int HOOK_SECONDS = (int) HOOKS.toSeconds();

  private final Path kubeconfig;

  /**
   * @param kubeconfig of the cluster: never left to Helm to find
   */
  HelmCalls(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  void make(HelmRequest request) throws IOException {
    switch (request.operation()) {
      case INSTALL -> install(request);
      case UPGRADE -> upgrade(request);
      case UNINSTALL -> uninstall(request);
    }
  }

  /** Loads the library and connects, so that the first call is faster. */
  void connect() {
    Helm.list().withKubeConfig(kubeconfig).call();
  }

  private void install(HelmRequest request) throws IOException {
    try (PrivateFile values = values(request)) {
      chart(request)
          .install()
          .withName(request.release())
          .withNamespace(request.namespace())
          .withKubeConfig(kubeconfig)
          .withValuesFile(values.path())
          .withTimeout(HOOK_SECONDS)
          .disableOpenApiValidation() // the API server validates; saves reading its whole schema
          .call();
    }
  }

  private void upgrade(HelmRequest request) throws IOException {
    try (PrivateFile values = values(request)) {
      chart(request)
          .upgrade()
          .withName(request.release())
          .withNamespace(request.namespace())
          .withKubeConfig(kubeconfig)
          .withValuesFile(values.path())
          .resetValues()
          .withTimeout(HOOK_SECONDS)
          .disableOpenApiValidation()
          .call();
    }
  }

  private void uninstall(HelmRequest request) {
    Helm.uninstall(request.release())
        .withNamespace(request.namespace())
        .withKubeConfig(kubeconfig)
        .ignoreNotFound()
        .call();
  }

  private static Helm chart(HelmRequest request) {
    return new Helm(Path.of(Objects.requireNonNull(request.chart())));
  }

  private static PrivateFile values(HelmRequest request) {
    return PrivateFile.of("values", Json.MAPPER.writeValueAsString(request.values()));
  }
}
