package io.clusterline.state.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clusterline.failure.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;

/** A profile of IAM Identity Center without a login session. No call leaves this machine. */
class SsoProfileTest {

  private static final String BY_SESSION =
      """
      [profile work]
      sso_session = corp
      sso_account_id = 123456789012
      sso_role_name = Builder
      region = eu-west-1
      [sso-session corp]
      sso_region = eu-west-1
      sso_start_url = https://corp.invalid/start
      sso_registration_scopes = sso:account:access
      """;
  private static final String BY_URL =
      """
      [profile work]
      sso_start_url = https://corp.invalid/start
      sso_region = eu-west-1
      sso_account_id = 123456789012
      sso_role_name = Builder
      region = eu-west-1
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {BY_SESSION, BY_URL})
  void givenAProfileOfIdentityCenterWhenCredentialsAreAskedForThenTheTokenProviderIsReached(
      String profile) throws Exception {
    Throwable failure = catchThrowable(() -> resolve(profile));

    assertThat(failure)
        .isInstanceOf(SdkException.class)
        .hasMessageNotContaining("must be on the class path")
        .hasMessageFindingMatch("[Tt]oken|sso/cache");
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_SESSION, BY_URL})
  void givenNoLoginSessionWhenItIsMappedThenCredentialsAreMissingAndAwsIsNotBlamed(String profile) {
    Throwable failure = catchThrowable(() -> resolve(profile));

    assertThat(Errors.of("reading", (SdkException) failure).code())
        .isEqualTo(ErrorCode.AWS_CREDENTIALS_EXPIRED);
  }

  private void resolve(String profile) throws Exception {
    ProfileFile file =
        ProfileFile.builder()
            .content(Files.writeString(folder.resolve("config"), profile))
            .type(ProfileFile.Type.CONFIGURATION)
            .build();
    var provider =
        ProfileCredentialsProvider.builder().profileFile(file).profileName("work").build();
    try (var chain = AwsCredentialsProviderChain.of(provider)) { // as the default one is
      chain.resolveCredentials();
    }
  }
}
