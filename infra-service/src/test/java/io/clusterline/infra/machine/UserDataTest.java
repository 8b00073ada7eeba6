package io.clusterline.infra.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.infra.access.Ed25519;
import org.junit.jupiter.api.Test;
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
    assertThat(config.get("bootcmd").get(1).get(2).asString())
        .contains("echo '10.0.1.10 api.eco2.internal' >> /etc/hosts");
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
}
