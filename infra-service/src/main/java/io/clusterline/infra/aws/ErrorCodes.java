package io.clusterline.infra.aws;

import io.clusterline.failure.AwsCredentialErrors;
import io.clusterline.failure.ErrorCode;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Translates AWS's error codes into Clusterline's: the one place that does. */
final class ErrorCodes {

  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private static final Set<String> THROTTLED =
      Set.of(
          "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "TooManyRequestsException",
          "SlowDown",
          "PriorRequestNotComplete", // Route 53 still changes the same zone
          "EC2ThrottledException");
  private static final Set<String> NO_CAPACITY =
      Set.of(
          "InsufficientInstanceCapacity",
          "InsufficientHostCapacity",
          "InsufficientAddressCapacity",
          "InsufficientCapacity");
  private static final Pattern DENIED =
      Pattern.compile("UnauthorizedOperation|AccessDenied.*|AuthFailure");
  private static final Pattern LIMIT = Pattern.compile("\\w*LimitExceeded(Exception)?|MaxIOPS.*");

  private ErrorCodes() {}

  /** Refused for coming too soon, without having run. */
  static boolean isThrottled(SdkServiceException failure) {
    return failure instanceof AwsServiceException answer
        && answer.awsErrorDetails() != null
        && THROTTLED.contains(String.valueOf(answer.awsErrorDetails().errorCode()));
  }

  static AwsCallException of(Operation operation, SdkException failure) {
    if (failure instanceof AwsServiceException answer) {
      return of(operation, answer);
    }
    String message = String.valueOf(failure.getMessage());
    return new AwsCallException(
        codeWithoutAnswer(failure, message), operation, "", message, failure);
  }

  private static ErrorCode codeWithoutAnswer(SdkException failure, String message) {
    if (failure instanceof AbortedException) {
      return ErrorCode.CANCELLED;
    }
    return AwsCredentialErrors.nothingToSignWith(message)
        ? ErrorCode.AWS_CREDENTIALS_EXPIRED
        : ErrorCode.AWS_UNAVAILABLE;
  }

  private static AwsCallException of(Operation operation, AwsServiceException answer) {
    var details = answer.awsErrorDetails();
    String awsCode = details == null || details.errorCode() == null ? "" : details.errorCode();
    String message = String.valueOf(details == null ? answer.getMessage() : details.errorMessage());
    ErrorCode code =
        AwsCredentialErrors.isTransient(awsCode, message)
            ? ErrorCode.AWS_CREDENTIALS_EXPIRED
            : codeOf(awsCode, answer.statusCode());
    return new AwsCallException(code, operation, awsCode, message, answer);
  }

  private static ErrorCode codeOf(String awsCode, int status) {
    if (THROTTLED.contains(awsCode)) {
      return ErrorCode.AWS_THROTTLED;
    }
    if (NO_CAPACITY.contains(awsCode)) {
      return ErrorCode.AWS_NO_CAPACITY;
    }
    if (awsCode.equals("Unsupported")) {
      return ErrorCode
          .INVALID_SPECIFICATION; // the zone or region does not offer what was asked for
    }
    if (awsCode.equals("PendingVerification")) {
      return ErrorCode.AWS_ACCOUNT_PENDING;
    }
    if (awsCode.equals("VcpuLimitExceeded")) {
      return ErrorCode.INSUFFICIENT_VCPU_QUOTA;
    }
    if (LIMIT.matcher(awsCode).matches()) {
      return ErrorCode.AWS_LIMIT_EXCEEDED;
    }
    if (DENIED.matcher(awsCode).matches() || status == UNAUTHORISED || status == FORBIDDEN) {
      return ErrorCode.AWS_DENIED;
    }
    return status >= SERVER_ERROR ? ErrorCode.AWS_UNAVAILABLE : ErrorCode.AWS_REJECTED;
  }
}
