package io.clusterline.bootstrap.ssh;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.Bulkhead;
import io.clusterline.resilience.Resilience;
import io.clusterline.resilience.RetrySettings;
import io.clusterline.telemetry.CallMetrics;
import io.clusterline.telemetry.LineMetric;
import io.github.resilience4j.retry.Retry;
import java.util.Set;
import java.util.function.Supplier;

/** Shared by all builds of the service: limits of sessions, and immediate retries. */
public final class SshCalls {

  private final SshLimits limits;
  private final Bulkhead sessions;
  private final Retry connecting;
  private final Retry repeatable;
  private final CallMetrics metrics;

  public SshCalls(SshLimits limits, Resilience resilience) {
    this.limits = limits;
    this.metrics = resilience.calls();
    this.sessions = resilience.bulkhead("ssh", limits.sessions(), limits.patience());
    this.connecting = retry(resilience, "ssh-connect", ErrorCode.NODE_UNREACHABLE);
    this.repeatable =
        retry(resilience, "ssh-repeat", ErrorCode.NODE_UNREACHABLE, ErrorCode.OUTCOME_UNKNOWN);
  }

  private Retry retry(Resilience resilience, String name, ErrorCode... codes) {
    Set<ErrorCode> worthIt = Set.of(codes);
    return resilience.retry(
        name,
        new RetrySettings(limits.attempts(), limits.firstPause(), limits.longestPause()),
        failure -> failure instanceof ClusterlineException e && worthIt.contains(e.code()));
  }

  /** For any command: tried again if it was never started. */
  <T> T connecting(Supplier<T> command) {
    return connecting.executeSupplier(command);
  }

  /** For commands that may run twice: retried when their outcome is unknown. */
  <T> T repeatable(Supplier<T> command) {
    return repeatable.executeSupplier(command);
  }

  /** The sessions of one cluster: a share of all. */
  Share share(String cluster) {
    return new Share(
        Bulkhead.unmeasured("ssh of " + cluster, limits.sessionsPerCluster(), limits.patience()),
        sessions,
        metrics);
  }

  CallMetrics metrics() {
    return metrics;
  }

  /** Own places first: so a cluster has no more waiting for the common ones than it may have. */
  record Share(Bulkhead own, Bulkhead all, CallMetrics metrics) {

    /** Measured from when it has its places. */
    CommandResult run(Supplier<CommandResult> command) {
      return own.run(() -> all.run(() -> measured(command)));
    }

    private CommandResult measured(Supplier<CommandResult> command) {
      return metrics.timed(
          LineMetric.SSH_COMMANDS,
          command,
          result -> result.succeeded() ? CallMetrics.SUCCESS : "exit-status",
          CallMetrics::codeOf);
    }
  }
}
