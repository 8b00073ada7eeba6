package io.clusterline.state.aws;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failed call to S3 or Secrets Manager means, in the line's own codes. */
final class Errors {

  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private Errors() {}

  /**
   * @param doing what was tried, as a clause; must not hold a secret
   */
  static ClusterlineException of(String doing, SdkException failure) {
    return new ClusterlineException(
        codeOf(failure), doing + " failed: " + failure.getMessage(), failure);
  }

  private static ErrorCode codeOf(SdkException failure) {
    if (failure instanceof AwsServiceException answer) {
      return codeOf(answer);
    }
    return failure instanceof AbortedException ? ErrorCode.CANCELLED : ErrorCode.AWS_UNAVAILABLE;
  }

  private static ErrorCode codeOf(AwsServiceException answer) {
    if (answer.isThrottlingException()) {
      return ErrorCode.AWS_THROTTLED;
    }
    int status = answer.statusCode();
    if (status == UNAUTHORISED || status == FORBIDDEN) {
      return ErrorCode.AWS_DENIED;
    }
    return status >= SERVER_ERROR ? ErrorCode.AWS_UNAVAILABLE : ErrorCode.AWS_REJECTED;
  }
}
