package io.clusterline.bootstrap.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.bootstrap.testing.Builds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeyPinTest {

  @Test
  void givenAnOpenSshKeyWhenItIsReadThenTheCommentIsDropped() {
    HostKeyPin pin = HostKeyPin.parse(Builds.FIRST_CONTACT_KEY + " root@worker-1\n");

    assertThat(pin).hasToString(Builds.FIRST_CONTACT_KEY);
    assertThat(pin.fingerprint()).startsWith("SHA256:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ", "ssh-ed25519", "AAAAC3Nz"})
  void givenSomethingElseWhenItIsReadThenItIsRefused(String text) {
    assertThatThrownBy(() -> HostKeyPin.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
