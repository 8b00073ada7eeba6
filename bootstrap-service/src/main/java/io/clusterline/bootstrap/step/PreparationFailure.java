package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.RunResult;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why prepare-node.sh failed, from its exit status and apt's output. */
final class PreparationFailure {

  /** Exit status of prepare-node.sh. */
  private static final int WRONG_HOST_NAME = 81;

  private static final int DISK_FULL = 82;
  private static final int NOT_BAKED = 83;

  /** Of apt-get, in the locale C: {@code E: Version '1.36.99-*' for 'kubelet' was not found}. */
  private static final Pattern NO_VERSION =
      Pattern.compile("E: Version '([^']+)' for '([^']+)' was not found");

  private PreparationFailure() {}

  static ClusterlineException of(Machine machine, RunResult result) {
    if (result.status() == WRONG_HOST_NAME) {
      return failure(ErrorCode.HOST_NAME_MISMATCH, machine, result.lastLine(), result);
    }
    if (result.status() == DISK_FULL) {
      return failure(ErrorCode.DISK_FULL, machine, result.lastLine(), result);
    }
    if (result.status() == NOT_BAKED) {
      return failure(ErrorCode.BAKED_IMAGE_INCOMPLETE, machine, result.lastLine(), result);
    }
    return result.logTail().stream()
        .map(NO_VERSION::matcher)
        .filter(Matcher::find)
        .findFirst()
        .map(found -> missingVersion(machine, found, result))
        .orElseGet(() -> failure(ErrorCode.PACKAGES_FAILED, machine, result.lastLine(), result));
  }

  private static ClusterlineException missingVersion(
      Machine machine, Matcher found, RunResult result) {
    String why =
        "the repository has no %s %s".formatted(found.group(2), found.group(1).replace("-*", ""));
    return failure(ErrorCode.PACKAGE_VERSION_NOT_FOUND, machine, why, result);
  }

  private static ClusterlineException failure(
      ErrorCode code, Machine machine, String why, RunResult result) {
    return new ClusterlineException(
        code, "could not prepare %s: %s".formatted(machine.name(), why), result.logTail(), null);
  }
}
