package io.clusterline.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.secret.Secret;
import org.junit.jupiter.api.Test;

class BootstrapTokenTest {

  @Test
  void givenTwoTokensWhenTheyAreGeneratedThenTheyHaveKubeadmsFormAndDiffer() {
    BootstrapToken one = BootstrapToken.generate();
    BootstrapToken other = BootstrapToken.generate();

    assertThat(one.secret().reveal()).matches("[a-z0-9]{6}\\.[a-z0-9]{16}");
    assertThat(one.secret().reveal()).isNotEqualTo(other.secret().reveal());
    assertThat(one.secret().reveal()).startsWith(one.id() + ".");
  }

  @Test
  void givenATokenWhenItIsPrintedThenItsSecretIsNotShown() {
    BootstrapToken token = BootstrapToken.generate();

    assertThat(token.toString()).doesNotContain(token.secret().reveal().substring(7));
  }

  @Test
  void givenSomethingElseWhenItIsTakenForATokenThenItIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> new BootstrapToken(Secret.of("abcdef.short")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("short");
  }
}
