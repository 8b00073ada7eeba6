package io.clusterline.infra.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class ExpiringCredentialsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** What the provider gives out; null: nothing. */
  private AwsCredentials present = AwsBasicCredentials.create("key", "secret");

  private final ExpiringCredentials credentials =
      new ExpiringCredentials(
          () -> {
            if (present == null) {
              throw SdkClientException.create("there are none");
            }
            return present;
          },
          registry);

  @Test
  void givenCredentialsThatDoNotExpireWhenTheyAreUsedThenNoEndIsShown() {
    credentials.resolveCredentials();

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void givenCredentialsThatExpireWhenTheyAreRenewedMeanwhileThenTheNewEndIsShown() {
    present = until(1_000);
    credentials.resolveCredentials();
    assertThat(shown()).isEqualTo(1_000);

    present = until(5_000);

    assertThat(shown()).as("nothing was called since").isEqualTo(5_000);
  }

  @Test
  void givenCredentialsThatExpireWhenNoneCanBeHadAnyMoreThenTheLastEndIsShown() {
    present = until(1_000);
    credentials.resolveCredentials();
    assertThat(shown()).isEqualTo(1_000);

    present = null;

    assertThat(shown()).isEqualTo(1_000);
  }

  private double shown() {
    return registry.get("clusterline.aws.credentials.expiry.timestamp").gauge().value();
  }

  private static AwsCredentials until(long second) {
    return AwsSessionCredentials.builder()
        .accessKeyId("key")
        .secretAccessKey("secret")
        .sessionToken("token")
        .expirationTime(Instant.ofEpochSecond(second))
        .build();
  }
}
