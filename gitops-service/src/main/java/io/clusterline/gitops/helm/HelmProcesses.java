package io.clusterline.gitops.helm;

import io.clusterline.resilience.Bulkhead;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.telemetry.CallMetrics;

/** Helm's processes of all builds in this service: as many at once as its memory allows. */
public final class HelmProcesses {

  private final HelmSettings settings;
  private final Bulkhead slots;
  private final CallMetrics metrics;

  public HelmProcesses(HelmSettings settings, Resilience resilience) {
    this.settings = settings;
    this.metrics = resilience.calls();
    this.slots = resilience.bulkhead("helm", settings.processes(), settings.patience());
  }

  HelmSettings settings() {
    return settings;
  }

  CallMetrics metrics() {
    return metrics;
  }

  /** Whether a process could be started now without waiting. */
  boolean hasFreeSlot() {
    return slots.free() > 0;
  }

  /** Starts a process as soon as there is a slot for it, in the order of arrival. */
  HelmProcess start(Secret kubeconfig) {
    slots.acquire();
    try {
      return HelmProcess.start(kubeconfig, settings.calls());
    } catch (RuntimeException e) {
      slots.release();
      throw e;
    }
  }

  /** Ends one, and with it any call under way. */
  void stop(HelmProcess process) {
    try {
      process.close();
    } finally {
      slots.release();
    }
  }
}
