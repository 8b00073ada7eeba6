package io.clusterline.state.aws;

import io.clusterline.failure.AwsCredentialErrors;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Translates failed calls of S3 and Secrets Manager into error codes. */
final class Errors {

  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private Errors() {}

  /**
   * @param doing the failed operation, as a clause; must not hold a secret
   */
  static ClusterlineException of(String doing, SdkException failure) {
    return new ClusterlineException(
        codeOf(failure), doing + " failed: " + failure.getMessage(), failure);
  }

  private static ErrorCode codeOf(SdkException failure) {
    if (failure instanceof AwsServiceException answer) {
      return codeOf(answer);
    }
    if (failure instanceof AbortedException) {
      return ErrorCode.CANCELLED;
    }
    return AwsCredentialErrors.nothingToSignWith(String.valueOf(failure.getMessage()))
        ? ErrorCode.AWS_CREDENTIALS_EXPIRED
        : ErrorCode.AWS_UNAVAILABLE;
  }

  /** They have ended, do not count yet, or a clock is wrong. */
  static boolean isAboutCredentials(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details != null
        && AwsCredentialErrors.isTransient(
            String.valueOf(details.errorCode()), String.valueOf(details.errorMessage()));
  }

  /** Secrets Manager denies with status 400. */
  private static boolean isDenied(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details != null && String.valueOf(details.errorCode()).startsWith("AccessDenied");
  }

  private static ErrorCode codeOf(AwsServiceException answer) {
    if (answer.isThrottlingException()) {
      return ErrorCode.AWS_THROTTLED;
    }
    if (isAboutCredentials(answer)) {
      return ErrorCode.AWS_CREDENTIALS_EXPIRED;
    }
    int status = answer.statusCode();
    if (status == UNAUTHORISED || status == FORBIDDEN || isDenied(answer)) {
      return ErrorCode.AWS_DENIED;
    }
    return status >= SERVER_ERROR ? ErrorCode.AWS_UNAVAILABLE : ErrorCode.AWS_REJECTED;
  }
}
