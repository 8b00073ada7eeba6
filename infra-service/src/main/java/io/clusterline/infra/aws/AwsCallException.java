package io.clusterline.infra.aws;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.List;
import java.util.regex.Pattern;

/** A failed call to AWS, with Clusterline's code for users and AWS's own code for the steps. */
public final class AwsCallException extends ClusterlineException {

  private static final long serialVersionUID = 1L;

  private static final Pattern GONE =
      Pattern.compile(
          ".*NotFound(Exception)?|NoSuch.*|404|Gateway\\.NotAttached|InvalidGroupId\\.Malformed");
  private static final Pattern EXISTS =
      Pattern.compile(".*(AlreadyExists|AlreadyOwned|Duplicate|AlreadyAssociated|Conflict).*");
  private static final Pattern IN_USE =
      Pattern.compile("DependencyViolation|DeleteConflict|.*InUse.*|CannotDelete");

  private final transient Operation operation;
  private final String awsCode;

  AwsCallException(
      ErrorCode code, Operation operation, String awsCode, String message, Throwable cause) {
    super(code, operation + ": " + (awsCode.isEmpty() ? "" : awsCode + ": ") + message, cause);
    this.operation = operation;
    this.awsCode = awsCode;
  }

  Operation operation() {
    return operation;
  }

  /** AWS's own code, empty if AWS did not answer. */
  public String awsCode() {
    return awsCode;
  }

  public boolean is(String... codes) {
    return List.of(codes).contains(awsCode);
  }

  /** Whether the resource of the call does not exist. */
  public boolean isNotFound() {
    return GONE.matcher(awsCode).matches();
  }

  /** Whether the resource to create, or another of its name, exists already. */
  public boolean alreadyExists() {
    return EXISTS.matcher(awsCode).matches();
  }

  /** Whether the resource cannot be deleted because others depend on it. */
  public boolean isStillInUse() {
    return IN_USE.matcher(awsCode).matches();
  }

  /** Whether it is unknown if the call was carried out. */
  public boolean outcomeIsUnknown() {
    return code() == ErrorCode.AWS_UNAVAILABLE && !operation.reads();
  }

  /**
   * Whether the same call may be sent again: throttled before it ran; unanswered, and sending it
   * twice does no harm; or about a resource so new that it is not yet visible everywhere.
   */
  boolean isRetryable() {
    return switch (code()) {
      case AWS_THROTTLED -> true;
      case AWS_UNAVAILABLE -> !operation.createsAnew();
      default -> isNotFound() && !operation.reads() && !operation.removes();
    };
  }
}
