package io.clusterline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsCredentialErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "ExpiredToken, The provided token has expired.",
    "ExpiredTokenException, The security token included in the request is expired",
    "TokenRefreshRequired, The provided token must be refreshed.",
    "RequestExpired, Request has expired.",
    "RequestTimeTooSkewed, The difference between the request time and the current time is too large",
    "InvalidClientTokenId, The security token included in the request is invalid.",
    "InvalidAccessKeyId, The AWS Access Key Id you provided does not exist in our records.",
    "UnrecognizedClientException, The security token included in the request is invalid.",
    "AuthFailure, AWS was not able to validate the provided access credentials",
    "InvalidSignatureException, Signature expired: 20260101T000000Z is now earlier than x",
    "InvalidSignatureException, Signature not yet current: 20260101T000000Z is still later than x",
    "SignatureDoesNotMatch, Signature expired: 20260101T000000Z is now earlier than x",
    "AccessDenied, Request has expired"
  })
  void givenCredentialsOrAClockThatWillBeRightWhenAwsRefusesThenItPasses(String code, String text) {
    assertThat(AwsCredentialErrors.isTransient(code, text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDenied, Access Denied",
    "AccessDeniedException, User is not authorized to perform servicequotas:GetServiceQuota",
    "UnauthorizedOperation, You are not authorized to perform this operation.",
    "AuthFailure, Not authorized for images: [ami-1]",
    "SignatureDoesNotMatch, The request signature we calculated does not match",
    "InvalidSignatureException, The request signature we calculated does not match",
    "'', Forbidden"
  })
  void givenCredentialsThatMayNotWhenAwsRefusesThenItIsFinal(String code, String text) {
    assertThat(AwsCredentialErrors.isTransient(code, text)).isFalse();
  }

  @Test
  void givenNothingToSignWithWhenTheSdkReportsItThenItIsKnown() {
    assertThat(
            AwsCredentialErrors.nothingToSignWith(
                "Unable to load credentials from any of the providers in the chain"))
        .isTrue();
    assertThat(AwsCredentialErrors.nothingToSignWith("Token is expired")).isTrue();
    assertThat(AwsCredentialErrors.nothingToSignWith("Connection refused")).isFalse();
  }
}
