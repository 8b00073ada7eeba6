package io.clusterline.gitops.helm;

import io.clusterline.gitops.helm.HelmRequest.Operation;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.state.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Helm on one cluster, in a process of its own that starts with the first call, or before it when
 * asked to, and ends with this client: a run that finds everything in place never starts it.
 */
public final class HelmClient implements AutoCloseable {

  /** Longer than Helm itself waits for hooks; it knows no limit for a silent API server. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Secret kubeconfig;
  private final int callsAtOnce;
  private final Duration longest;
  private @Nullable HelmProcess process;

  /**
   * @param callsAtOnce each costs about a core while it runs
   */
  public HelmClient(Secret kubeconfig, int callsAtOnce) {
    this(kubeconfig, callsAtOnce, LONGEST);
  }

  HelmClient(Secret kubeconfig, int callsAtOnce, Duration longest) {
    this.kubeconfig = kubeconfig;
    this.callsAtOnce = callsAtOnce;
    this.longest = longest;
  }

  /** Starts the process now, so that the first call finds it running. */
  public void start() {
    process();
  }

  /** Installs a release that does not exist, in a namespace that does. */
  public void install(String release, String namespace, Path chart, JsonNode values) {
    call(request(Operation.INSTALL, release, namespace, chart, values));
  }

  /** Brings a deployed release to another chart or other values. */
  public void upgrade(String release, String namespace, Path chart, JsonNode values) {
    call(request(Operation.UPGRADE, release, namespace, chart, values));
  }

  /** Removes a release; already gone is success. */
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
    HelmProcess worker = process();
    try {
      String error = worker.call(request).get(longest.toMillis(), TimeUnit.MILLISECONDS).error();
      if (error != null) {
        throw HelmFailures.of(request, error);
      }
    } catch (TimeoutException e) {
      worker.close(); // the only way to stop it; a call beside it is tried again
      throw new StageException(
          ErrorCode.KUBERNETES_UNREACHABLE,
          "helm " + request + " did not end within " + longest.toSeconds() + " s",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(ErrorCode.CANCELLED, "stopped during helm " + request, e);
    } catch (ExecutionException e) {
      throw StageException.of(e.getCause() == null ? e : e.getCause());
    }
  }

  private synchronized HelmProcess process() {
    if (process == null || !process.isAlive()) {
      close();
      process = HelmProcess.start(kubeconfig, callsAtOnce);
    }
    return process;
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.close();
    }
  }
}
