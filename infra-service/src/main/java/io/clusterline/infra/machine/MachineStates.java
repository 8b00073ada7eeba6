package io.clusterline.infra.machine;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Meaning of the states of an instance. */
public final class MachineStates {

  /** States that the vCPU quota counts. */
  public static final List<String> COUNTED = List.of("pending", "running", "stopping");

  private static final List<String> LIVE = List.of("pending", "running", "stopping", "stopped");

  private MachineStates() {}

  /** Whether it is there, or can be brought back: not terminated and not on its way there. */
  static boolean isLive(Instance instance) {
    return LIVE.contains(of(instance));
  }

  static boolean isRunning(Instance instance) {
    return of(instance).equals("running");
  }

  static boolean isStopped(Instance instance) {
    return of(instance).startsWith("stop");
  }

  static boolean isTerminated(Instance instance) {
    return of(instance).equals("terminated");
  }

  /** Whether it still has its addresses and disks: everything but terminated. */
  public static boolean isNotTerminated(Instance instance) {
    return !isTerminated(instance);
  }

  public static String of(Instance instance) {
    return instance.state().nameAsString();
  }

  /** Why it is as it is, in AWS's words. */
  static String reason(Instance instance) {
    var reason = instance.stateReason();
    return reason == null ? "no reason given" : String.valueOf(reason.message());
  }
}
