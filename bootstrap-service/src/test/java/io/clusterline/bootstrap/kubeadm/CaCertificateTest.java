package io.clusterline.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CaCertificateTest {

  /** Made by {@code openssl req -x509}; its hash is what kubeadm's documentation's pipe prints. */
  private static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIBgTCCASegAwIBAgIUX2erA2BXvVe+cjKBUUzUsU3CmBYwCgYIKoZIzj0EAwIw
      FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjIxOTE3MDlaGA8yMTI2MTAy
      OTE5MTcwOVowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
      SM49AwEHA0IABOG3mGKz0QVCL2TDoSV5XG8eVpra3yRQSTQUo7CkaR2ZQjR8YOrX
      s1JmVwRwzsmOy4iA0wIptdhzu4GhXOFdfqajUzBRMB0GA1UdDgQWBBRiap0rOQ5t
      ppPUfCuh38JOBNWuJTAfBgNVHSMEGDAWgBRiap0rOQ5tppPUfCuh38JOBNWuJTAP
      BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCim4ddYb2KXFjffXUD
      gIf7Ax219bKssOdFVucOPi31xgIgShFnwOwCneztGki1guNjMl6cuvmeku0SFHK5
      jcpbNBs=
      -----END CERTIFICATE-----
      """;

  @Test
  void givenACertificateWhenItIsHashedThenItIsTheHashOfItsPublicKey() {
    assertThat(CaCertificate.hash(PEM))
        .isEqualTo("sha256:4f23d5ae29d8cad88b10d3a376f42f43869121c4529abef92ad73bb06c8ca744");
  }

  @Test
  void givenSomethingElseWhenItIsHashedThenItIsRefused() {
    assertThatThrownBy(() -> CaCertificate.hash("not a certificate"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ca.crt");
  }
}
