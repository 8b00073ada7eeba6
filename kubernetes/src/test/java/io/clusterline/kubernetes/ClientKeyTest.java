package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeyTest {

  /** In PKCS#8 the key itself follows a frame of 26 bytes. */
  private static final int FRAME = 26;

  @ParameterizedTest
  @ValueSource(ints = {2048, 3072})
  void givenAnRsaKeyInTheFormOfKubeadm_whenRead_thenItIsTheSameKey(int bits) throws Exception {
    byte[] pkcs8 = rsa(bits).getPrivate().getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, FRAME, pkcs8.length);

    assertThat(ClientKey.read(pem("RSA PRIVATE KEY", pkcs1)).getEncoded()).isEqualTo(pkcs8);
  }

  @Test
  void givenAnRsaKeyInPkcs8_whenRead_thenItIsTheSameKey() throws Exception {
    byte[] pkcs8 = rsa(2048).getPrivate().getEncoded();

    assertThat(ClientKey.read(pem("PRIVATE KEY", pkcs8)).getEncoded()).isEqualTo(pkcs8);
  }

  @Test
  void givenAnEllipticKey_whenRead_thenItIsOne() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();

    assertThat(ClientKey.read(pem("PRIVATE KEY", pkcs8)).getAlgorithm()).startsWith("EC");
  }

  @Test
  void givenWhatIsNoKey_whenRead_thenItFails() {
    assertThatThrownBy(() -> ClientKey.read(pem("RSA PRIVATE KEY", new byte[300])))
        .isInstanceOf(java.security.GeneralSecurityException.class);
  }

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static byte[] pem(String type, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, base64, type)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
