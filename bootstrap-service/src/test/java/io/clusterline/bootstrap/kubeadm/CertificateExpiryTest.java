package io.clusterline.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.testing.Certificates;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificateExpiryTest {

  @Test
  void givenSeveralCertificatesWhenReadThenTheFirstToExpireCounts() {
    assertThat(CertificateExpiry.earliest(Certificates.CA + Certificates.LEAF))
        .contains(Certificates.LEAF_EXPIRES);
  }

  @Test
  void givenTextThatIsNoCertificateWhenReadThenNothingIsKnown() {
    assertThat(CertificateExpiry.earliest("-----BEGIN CERTIFICATE-----\nnone\n")).isEmpty();
    assertThat(CertificateExpiry.earliest("")).isEmpty();
  }

  @Test
  void givenOnlyTheAuthorityWhenReadThenItsEndCounts() {
    assertThat(CertificateExpiry.earliest(Certificates.CA))
        .contains(Instant.parse("2126-10-29T19:17:09Z"));
  }
}
