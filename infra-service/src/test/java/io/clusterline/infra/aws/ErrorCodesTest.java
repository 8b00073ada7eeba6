package io.clusterline.infra.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class ErrorCodesTest {

  private static final Operation CREATE = new Operation("Ec2", "CreateSubnet");

  @ParameterizedTest
  @CsvSource({
    "400, RequestExpired, Request has expired., AWS_CREDENTIALS_EXPIRED",
    "403, ExpiredToken, The security token included in the request is expired, AWS_CREDENTIALS_EXPIRED",
    "403, InvalidClientTokenId, The security token is invalid, AWS_CREDENTIALS_EXPIRED",
    "401, AuthFailure, AWS was not able to validate the provided access credentials, AWS_CREDENTIALS_EXPIRED",
    "403, SignatureDoesNotMatch, Signature expired: a is now earlier than b, AWS_CREDENTIALS_EXPIRED",
    "403, UnauthorizedOperation, You are not authorized, AWS_DENIED",
    "403, AccessDenied, not authorized to perform iam:CreateRole, AWS_DENIED",
    "400, AccessDeniedException, not authorized, AWS_DENIED",
    "400, AuthFailure, Not authorized for images: [ami-1], AWS_DENIED",
    "403, SignatureDoesNotMatch, The signature we calculated does not match, AWS_DENIED",
    "503, Unavailable, later, AWS_UNAVAILABLE",
    "400, InvalidParameterValue, no, AWS_REJECTED"
  })
  void givenARefusalWhenItIsReadThenOnlyWhatPassesMayBeTriedLater(
      int status, String code, String message, ErrorCode expected) {
    AwsCallException failure = ErrorCodes.of(CREATE, refusal(status, code, message));

    assertThat(failure.code()).isEqualTo(expected);
    assertThat(failure.awsCode()).isEqualTo(code);
  }

  @Test
  void givenNoCredentialsAtAllWhenACallFailsThenAwsIsNotBlamed() {
    SdkClientException none =
        SdkClientException.create("Unable to load credentials from any of the providers");

    AwsCallException failure = ErrorCodes.of(CREATE, none);

    assertThat(failure.code()).isEqualTo(ErrorCode.AWS_CREDENTIALS_EXPIRED);
    assertThat(failure.outcomeIsUnknown()).isFalse();
  }

  private static Ec2Exception refusal(int status, String code, String message) {
    return (Ec2Exception)
        Ec2Exception.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }
}
