package io.clusterline.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInCredentialsTest {

  @TempDir private Path folder;

  @Test
  void givenNewCredentialsWhenTheyAreWrittenThenOnlyTheirOwnerReadsThem() throws Exception {
    StandInCredentials credentials = StandInCredentials.generate();

    credentials.write(folder);

    Path file = folder.resolve(StandInCredentials.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(StandInCredentials.read(folder)).contains(credentials);
    assertThat(credentials.toString()).doesNotContain(credentials.accessKey());
  }

  @Test
  void givenTwoSandboxesWhenTheyStartThenTheirCredentialsDiffer() {
    assertThat(StandInCredentials.generate()).isNotEqualTo(StandInCredentials.generate());
    assertThat(StandInCredentials.generate().accessKey()).matches("AKIA[A-Z2-7]{16}");
  }

  @Test
  void givenNoFileOrAnotherOneWhenItIsReadThenThereAreNoCredentials() throws Exception {
    assertThat(StandInCredentials.read(folder)).isEmpty();
    Files.writeString(folder.resolve(StandInCredentials.FILE), "[default]\n");
    assertThat(StandInCredentials.read(folder)).isEmpty();
  }

  @Test
  void givenTheCallersOwnCredentialsWhenTheStandInIsUsedThenOnlyItsOwnArePassedOn() {
    StandInCredentials credentials = StandInCredentials.generate();
    Map<String, String> callers =
        Map.of("AWS_ACCESS_KEY_ID", "real", "AWS_SESSION_TOKEN", "real", "PATH", "/bin");

    Map<String, String> passed =
        AwsAccess.standIn(URI.create("http://127.0.0.1:1"), credentials, callers).environment();

    assertThat(passed)
        .containsEntry("AWS_ACCESS_KEY_ID", credentials.accessKey())
        .containsEntry("AWS_SECRET_ACCESS_KEY", credentials.secretKey())
        .containsEntry("PATH", "/bin")
        .doesNotContainValue("real");
  }
}
