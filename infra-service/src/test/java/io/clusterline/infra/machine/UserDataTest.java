package io.clusterline.infra.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.infra.access.Ed25519;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class UserDataTest {

  private final Ed25519 hostKey = Ed25519.random("node");
  private final String text =
      new UserData(
              "k8s-redis",
              "eco2.internal",
              "api.eco2.internal",
              "10.0.1.10",
              hostKey,
              "ssh-ed25519 AAAA")
          .cloudConfig();
  private final JsonNode config = new YAMLMapper().readTree(text);

  @Test
  void givenAMachine_whenItsUserDataIsMade_thenItIsCloudConfigOfFewKilobytes() {
    assertThat(text).startsWith("#cloud-config\n");
    assertThat(text.length()).isLessThan(4_000);
  }

  @Test
  void givenAMachine_whenItBoots_thenItHasItsNameAndKnowsTheControlPlane() {
    assertThat(config.get("hostname").asString()).isEqualTo("k8s-redis");
    assertThat(config.get("fqdn").asString()).isEqualTo("k8s-redis.eco2.internal");
    assertThat(config.get("bootcmd").get(1).get(4).asString())
        .isEqualTo("10.0.1.10 api.eco2.internal");
    assertThat(config.get("manage_etc_hosts").asString()).isEqualTo("localhost");
  }

  @Test
  void givenAMachine_whenItBoots_thenItShowsOurHostKeyAndNoOther() {
    assertThat(config.get("ssh_deletekeys").asBoolean()).isTrue();
    assertThat(config.get("ssh_keys").get("ed25519_private").asString())
        .isEqualTo(hostKey.privateKey());
    assertThat(config.get("ssh_keys").get("ed25519_public").asString())
        .isEqualTo(hostKey.publicKey());
  }

  @Test
  void givenAMachine_whenItBoots_thenNothingElseTakesThePackageManagersLock() {
    assertThat(config.get("bootcmd").get(0).toString()).contains("mask", "apt-daily.timer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(touch CANARY)",
        "`touch CANARY`",
        "';touch${IFS}CANARY;'",
        "\";touch${IFS}CANARY;\"",
        "-e"
      })
  void givenAHostileNameWhenTheMachineBootsThenItIsALineOfHostsAndNothingRuns(
      String hostile, @TempDir Path folder) throws Exception {
    String name = hostile.replace(" ", "${IFS}").replace("CANARY", folder.resolve("canary") + "");
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");

    for (int boot = 1; boot <= 2; boot++) {
      boot(new UserData("n", "d", name, "10.0.1.10", hostKey, "k"), hosts);
    }

    assertThat(folder.resolve("canary")).doesNotExist();
    assertThat(hosts).content().isEqualTo("127.0.0.1 localhost\n10.0.1.10 " + name + "\n");
  }

  @Test
  void givenANameWithALineBreakWhenUserDataIsMadeThenItIsRefused() {
    assertThatThrownBy(() -> new UserData("n", "d", "a\n6.6.6.6 b", "10.0.1.10", hostKey, "k"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Only the command that writes the hosts file, and that in a file of the test. */
  private static void boot(UserData userData, Path hosts) throws Exception {
    List<String> command = new ArrayList<>();
    new YAMLMapper()
        .readTree(userData.cloudConfig())
        .get("bootcmd")
        .get(1)
        .forEach(word -> command.add(word.asString().replace("/etc/hosts", hosts.toString())));
    assertThat(command).hasSizeGreaterThan(2);
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
