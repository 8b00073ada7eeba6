package io.clusterline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxOptionsTest {

  @TempDir private Path folder;

  private String[] arguments() {
    String here = folder.toString();
    return new String[] {
      "--sources=" + here,
      "--dir=" + here,
      "--latency=" + here,
      "--python=" + here,
      "--node=" + here,
      "--aws-port=4566"
    };
  }

  @Test
  void givenAllArgumentsWhenParsedThenTheyAreThere() {
    SandboxOptions options = SandboxOptions.parse(arguments());

    assertThat(options.awsEndpoint()).isEqualTo(URI.create("http://127.0.0.1:4566"));
    assertThat(options.node()).isEqualTo(folder);
  }

  @Test
  void givenZonesWhenParsedThenTheyAreDomains() {
    String[] arguments = Arrays.copyOf(arguments(), 7);
    arguments[6] = "--zones=growbin.app,example.org";

    assertThat(SandboxOptions.parse(arguments).zones())
        .containsExactly("growbin.app", "example.org");
    assertThat(SandboxOptions.parse(arguments()).zones()).isEmpty();
  }

  @Test
  void givenDebianMachinesWhenParsedThenTheirFolderMustExist() {
    String[] arguments = Arrays.copyOf(arguments(), 7);
    arguments[6] = "--debian=" + folder;
    assertThat(SandboxOptions.parse(arguments).debian()).isEqualTo(folder);

    arguments[6] = "--debian=" + folder.resolve("none");
    assertThatThrownBy(() -> SandboxOptions.parse(arguments)).hasMessageContaining("--debian");
  }

  @Test
  void givenFileThatDoesNotExistWhenParsedThenTheArgumentIsNamed() {
    String[] arguments = arguments();
    arguments[2] = "--latency=" + folder.resolve("slow.json");

    assertThatThrownBy(() -> SandboxOptions.parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--latency")
        .hasMessageContaining("slow.json does not exist");
  }

  @Test
  void givenMissingArgumentWhenParsedThenItIsNamed() {
    assertThatThrownBy(() -> SandboxOptions.parse("--aws-port=1"))
        .hasMessageContaining("is missing");
  }

  @Test
  void givenBareWordWhenParsedThenItIsRefused() {
    assertThatThrownBy(() -> SandboxOptions.parse("fast")).hasMessageContaining("'fast'");
  }

  @Test
  void givenProfilesOfAwsWhenParsedThenTheStandInIsToldEachInItsWay() {
    SandboxOptions strict = SandboxOptions.parse(with("--aws-profiles=enforced-iam,eventual"));
    SandboxOptions policy = SandboxOptions.parse(with("--aws-profiles=enforced-iam"));

    Path document = folder.resolveSibling("docs").resolve("iam-policy.json");
    assertThat(strict.strictness())
        .containsExactly(
            "--check-requests", "--profile", "eventual", "--iam-policy", document.toString());
    assertThat(policy.strictness())
        .containsExactly("--check-requests", "--iam-policy", document.toString());
    assertThat(SandboxOptions.parse(arguments()).strictness()).isEmpty();
  }

  private String[] with(String more) {
    return Stream.concat(Stream.of(arguments()), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void givenAKeyInTheEnvironmentWhenParsedThenItCountsAndIsNotShown() {
    String key = "AKIA" + "B".repeat(16);

    SandboxOptions options = SandboxOptions.parse(Map.of(SandboxKey.VARIABLE, key), arguments());

    assertThat(options.accessKey()).isEqualTo(key);
    assertThat(options.toString()).doesNotContain(key);
  }

  @Test
  void givenNoKeyWhenParsedThenEachSandboxHasItsOwn() {
    SandboxOptions one = SandboxOptions.parse(Map.of(), arguments());
    SandboxOptions another = SandboxOptions.parse(Map.of(), arguments());

    assertThat(one.accessKey()).matches("AKIA[A-Z2-7]{16}").isNotEqualTo(another.accessKey());
  }

  @Test
  void givenAKeyOfAnotherFormWhenParsedThenItIsRefusedWithoutBeingRepeated() {
    assertThatThrownBy(
            () -> SandboxOptions.parse(Map.of(SandboxKey.VARIABLE, "hunter2"), arguments()))
        .hasMessageContaining(SandboxKey.VARIABLE)
        .hasMessageNotContaining("hunter2");
  }
}
