package io.clusterline.infra.machine;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * A machine that EC2 accepted and ended while it started. Its state reason says why; the codes are
 * those that the documentation of StateReason lists.
 */
final class FailedLaunch {

  private FailedLaunch() {}

  static ClusterlineException of(Instance instance) {
    var reason = instance.stateReason();
    String code = reason == null || reason.code() == null ? "" : reason.code();
    return new ClusterlineException(
        meaning(code),
        "machine "
            + instance.instanceId()
            + " ended while it started: "
            + MachineStates.reason(instance));
  }

  /** An encrypted volume whose key may not be used is the usual "client error on launch". */
  private static ErrorCode meaning(String code) {
    return switch (code) {
      case "Server.InsufficientInstanceCapacity" -> ErrorCode.AWS_NO_CAPACITY;
      case "Server.InternalError" -> ErrorCode.AWS_UNAVAILABLE;
      case "Client.VolumeLimitExceeded" -> ErrorCode.AWS_LIMIT_EXCEEDED;
      case "Client.InternalError" -> ErrorCode.VOLUME_KEY_UNUSABLE;
      case "Client.InvalidSnapshot.NotFound" -> ErrorCode.INVALID_SPECIFICATION;
      default -> ErrorCode.AWS_REJECTED;
    };
  }
}
