package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.kubeadm.CaCertificate;
import io.clusterline.bootstrap.kubeadm.CertificateExpiry;
import io.clusterline.bootstrap.testing.Certificates;
import io.clusterline.bootstrap.testing.ScriptFolder;
import io.clusterline.testkit.AdminConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** certificates.sh in a folder as kubeadm leaves it. */
class CertificatesScriptTest {

  @TempDir Path folder;

  @BeforeEach
  void authority() throws IOException {
    write("pki/ca.crt", Certificates.CA);
    write("pki/ca.key", AdminConf.KEY);
    write("pki/etcd/ca.crt", Certificates.CA);
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private String printed() throws Exception {
    NodeScript script = NodeScript.of("certificates.sh").with("CLUSTERLINE_KUBERNETES", folder);
    assertThat(new ScriptFolder(folder).run("(" + script.text() + ") >printed")).isZero();
    return Files.readString(folder.resolve("printed"));
  }

  @Test
  void givenTheClientCertificateOfAConfWhenItExpiresFirstThenItIsFoundAndNoKeyIsPrinted()
      throws Exception {
    write("admin.conf", AdminConf.of("https://10.0.1.4:6443"));
    write(
        "scheduler.conf",
        "    client-certificate-data: " + AdminConf.base64(Certificates.LEAF) + "\n");

    String printed = printed();

    assertThat(CertificateExpiry.earliest(printed)).contains(Certificates.LEAF_EXPIRES);
    assertThat(CaCertificate.hash(printed)).isEqualTo(CaCertificate.hash(Certificates.CA));
    assertThat(printed).doesNotContain("PRIVATE");
  }

  @Test
  void givenACertificateOfEtcdWhenItExpiresFirstThenItIsFound() throws Exception {
    write("pki/etcd/server.crt", Certificates.LEAF);

    assertThat(CertificateExpiry.earliest(printed())).contains(Certificates.LEAF_EXPIRES);
  }
}
