package io.clusterline.gitops.helm;

import com.marcnuri.helm.Helm;
import io.clusterline.Json;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.state.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * Helm on one cluster. It is always told the kubeconfig's path and whether to install or to upgrade:
 * asked to find out by itself, this library falls back to the machine's own kubeconfig. It never
 * waits for health, because it could not say what is missing.
 */
public final class HelmClient implements AutoCloseable {

  private static final int HOOK_SECONDS = 240;

  private final PrivateFile kubeconfig;
  private final ExecutorService threads;

  /**
   * @param threads platform threads: a native call would pin a virtual one's carrier, and with two
   *     such calls every virtual thread of a small machine would stand still; their number is the
   *     limit of calls at once
   */
  public HelmClient(Secret kubeconfig, ExecutorService threads) {
    this.kubeconfig = PrivateFile.of("kubeconfig", kubeconfig.reveal());
    this.threads = threads;
  }

  /** Installs a release that does not exist, under a namespace that does. */
  public void install(String release, String namespace, Path chart, JsonNode values) {
    call(
        "install " + release,
        () -> {
          try (PrivateFile file = PrivateFile.of("values", Json.MAPPER.writeValueAsString(values))) {
            return new Helm(chart)
                .install()
                .withName(release)
                .withNamespace(namespace)
                .withKubeConfig(kubeconfig.path())
                .withValuesFile(file.path())
                .withTimeout(HOOK_SECONDS)
                .disableOpenApiValidation() // the API server validates; saves reading its whole schema
                .call();
          }
        });
  }

  /** Brings a deployed release to another chart or other values. */
  public void upgrade(String release, String namespace, Path chart, JsonNode values) {
    call(
        "upgrade " + release,
        () -> {
          try (PrivateFile file = PrivateFile.of("values", Json.MAPPER.writeValueAsString(values))) {
            return new Helm(chart)
                .upgrade()
                .withName(release)
                .withNamespace(namespace)
                .withKubeConfig(kubeconfig.path())
                .withValuesFile(file.path())
                .resetValues()
                .withTimeout(HOOK_SECONDS)
                .disableOpenApiValidation()
                .call();
          }
        });
  }

  /** Removes a release; already gone is success. */
  public void uninstall(String release, String namespace) {
    call(
        "uninstall " + release,
        () ->
            Helm.uninstall(release)
                .withNamespace(namespace)
                .withKubeConfig(kubeconfig.path())
                .ignoreNotFound()
                .call());
  }

  private void call(String what, Callable<?> call) {
    Future<?> running = threads.submit(call);
    try {
      running.get();
    } catch (InterruptedException e) {
      running.cancel(false); // Helm cannot be stopped in mid-call; the next find sees what it did
      Thread.currentThread().interrupt();
      throw new StageException(ErrorCode.CANCELLED, "stopped during helm " + what, e);
    } catch (ExecutionException e) {
      throw HelmFailures.of(what, e.getCause());
    }
  }

  @Override
  public void close() {
    try {
      kubeconfig.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
