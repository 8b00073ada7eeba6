package io.clusterline.infra.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {

  /** RFC 8032, 7.1: tests 1, 2 and 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
  })
  void givenTheSeedOfRfc8032_whenAPairIsMade_thenItsPublicKey(String seed, String publicKey) {
    Ed25519 pair = Ed25519.ofSeed(HexFormat.of().parseHex(seed), "test");

    byte[] blob = Base64.getDecoder().decode(pair.publicKey().split(" ")[1]);
    assertThat(HexFormat.of().formatHex(blob, blob.length - 32, blob.length)).isEqualTo(publicKey);
  }

  @Test
  void givenAPrivateKey_whenOpenSshReadsIt_thenItSeesTheSamePublicKey(@TempDir Path folder)
      throws Exception {
    Ed25519 pair = Ed25519.random("a-comment");
    Path file = folder.resolve("key");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, pair.privateKey());

    Process keygen =
        new ProcessBuilder("ssh-keygen", "-y", "-f", file.toString())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(keygen.getInputStream().readAllBytes()).strip())
        .isEqualTo(pair.publicKey() + " a-comment");
    assertThat(keygen.waitFor()).isZero();
  }

  @Test
  void givenAPrivateKey_whenItsPublicHalfIsRead_thenTheSame() {
    Ed25519 pair = Ed25519.random("x");

    assertThat(OpenSshPrivateKey.publicKeyOf(pair.privateKey())).isEqualTo(pair.publicKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"})
  void givenACutOffKey_whenRead_thenRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> OpenSshPrivateKey.publicKeyOf(text))
        .isInstanceOf(ClusterlineException.class)
        .hasMessageContaining(text.length() + " bytes");
  }

  @Test
  void givenOneSeed_whenHostKeysAreDerived_thenTheSameForAnIntentAndAnotherForEachMachine() {
    String seed = "00".repeat(32);

    String first = HostKey.of(seed, "node-1", "intent").publicKey();

    assertThat(HostKey.of(seed, "node-1", "intent").publicKey()).isEqualTo(first);
    assertThat(HostKey.of(seed, "node-2", "intent").publicKey()).isNotEqualTo(first);
    assertThat(HostKey.of(seed, "node-1", "another").publicKey()).isNotEqualTo(first);
  }
}
