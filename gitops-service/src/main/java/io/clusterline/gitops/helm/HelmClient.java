package io.clusterline.gitops.helm;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.helm.HelmRequest.Operation;
import io.clusterline.secret.Secret;
import io.clusterline.telemetry.LineMetric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Helm on one cluster, in a process of its own that starts with a call, or before it when asked to,
 * and ends soon after the last one: a run that finds everything in sync never starts it, and one
 * that waits for health leaves its slot to others.
 */
public final class HelmClient implements AutoCloseable {

  private final Supplier<Secret> kubeconfig;
  private final HelmProcesses processes;
  private final HelmSettings settings;
  private @Nullable HelmProcess process;
  private int underWay;
  private long begun;

  /**
   * @param kubeconfig read when a process starts
   * @param processes shared by all builds
   */
  public HelmClient(Supplier<Secret> kubeconfig, HelmProcesses processes) {
    this.kubeconfig = kubeconfig;
    this.processes = processes;
    this.settings = processes.settings();
  }

  /** Starts the process now if there is a place, so that the first call finds it running. */
  public void start() {
    if (processes.hasFreeSlot()) {
      acquire();
      release(); // unless a call follows soon, its slot is released
    }
  }

  /** Installs a release that does not exist, in a namespace that does. */
  public void install(String release, String namespace, Path chart, JsonNode values) {
    call(request(Operation.INSTALL, release, namespace, chart, values));
  }

  /** Brings a deployed release to another chart or other values. */
  public void upgrade(String release, String namespace, Path chart, JsonNode values) {
    call(request(Operation.UPGRADE, release, namespace, chart, values));
  }

  /** Uninstalls a release; a missing one is success. */
  public void uninstall(String release, String namespace) {
    call(request(Operation.UNINSTALL, release, namespace, null, null));
  }

  private HelmRequest request(
      Operation operation,
      String release,
      String namespace,
      @Nullable Path chart,
      @Nullable JsonNode values) {
    return new HelmRequest(
        0, operation, release, namespace, chart == null ? null : chart.toString(), values);
  }

  private void call(HelmRequest request) {
    HelmProcess worker = acquire();
    String operation = request.operation().name().toLowerCase(Locale.ROOT);
    try {
      var unused =
          processes
              .metrics()
              .timed(LineMetric.HELM_CALLS, () -> answer(worker, request), operation);
    } finally {
      release();
    }
  }

  private HelmRequest.Response answer(HelmProcess worker, HelmRequest request) {
    Duration longest = settings.longest();
    try {
      var response = worker.call(request).get(longest.toMillis(), TimeUnit.MILLISECONDS);
      if (response.error() != null) {
        throw HelmFailures.of(request, response.error());
      }
      return response;
    } catch (TimeoutException e) {
      worker.close(); // the only way to stop it; a call beside it is tried again
      throw new ClusterlineException(
          ErrorCode.KUBERNETES_UNREACHABLE,
          "helm " + request + " did not end within " + longest.toSeconds() + " s",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, "stopped during helm " + request, e);
    } catch (ExecutionException e) {
      throw ClusterlineException.of(e.getCause() == null ? e : e.getCause());
    }
  }

  private synchronized HelmProcess acquire() {
    HelmProcess known = process;
    if (known == null || !known.isAlive()) {
      close();
      known = processes.start(kubeconfig.get());
      process = known;
    }
    underWay++;
    begun++;
    return known;
  }

  private synchronized void release() {
    underWay--;
    long last = begun;
    if (underWay == 0) {
      CompletableFuture.delayedExecutor(settings.idle().toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> closeUnlessUsedAfter(last));
    }
  }

  private synchronized void closeUnlessUsedAfter(long last) {
    if (begun == last && underWay == 0) {
      close();
    }
  }

  @Override
  public synchronized void close() {
    HelmProcess known = process;
    if (known != null) {
      process = null;
      processes.stop(known);
    }
  }
}
