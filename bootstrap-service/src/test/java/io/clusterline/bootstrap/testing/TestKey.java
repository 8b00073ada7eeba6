package io.clusterline.bootstrap.testing;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import io.clusterline.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** An ed25519 key pair in OpenSSH's form. */
public record TestKey(String privateKey, String publicKey) {

  public static TestKey generate() {
    try {
      var pair = com.jcraft.jsch.KeyPair.genKeyPair(new JSch(), com.jcraft.jsch.KeyPair.ED25519);
      var privateHalf = new ByteArrayOutputStream();
      var publicHalf = new ByteArrayOutputStream();
      pair.writeOpenSSHv1PrivateKey(privateHalf, null);
      pair.writePublicKey(publicHalf, "test");
      return new TestKey(
          privateHalf.toString(StandardCharsets.US_ASCII),
          publicHalf.toString(StandardCharsets.US_ASCII).strip());
    } catch (JSchException e) {
      throw new IllegalStateException(e);
    }
  }

  public Secret secret() {
    return Secret.of(privateKey);
  }

  /** As the server of the tests takes it. */
  KeyPair pair() {
    try {
      var in = new ByteArrayInputStream(privateKey.getBytes(StandardCharsets.US_ASCII));
      return SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("test"), in, FilePasswordProvider.EMPTY)
          .iterator()
          .next();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
