package io.clusterline.infra.access;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Reads the public half out of a private key in OpenSSH's form, without looking at the secret. */
final class OpenSshPrivateKey {

  private static final int MAGIC_BYTES = 15;

  private OpenSshPrivateKey() {}

  /**
   * @throws ClusterlineException if the key is truncated or of another form
   */
  static String publicKeyOf(String text) {
    String body = text.replaceAll("-----[A-Z ]+-----", "");
    try {
      ByteBuffer in = ByteBuffer.wrap(Base64.getMimeDecoder().decode(body));
      in.position(MAGIC_BYTES);
      skipString(in); // cipher
      skipString(in); // key derivation
      skipString(in); // its options
      in.getInt(); // keys
      byte[] blob = new byte[in.getInt()];
      in.get(blob);
      return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new ClusterlineException(
          ErrorCode.SSH_AUTHENTICATION_FAILED,
          "the cluster's secret ssh-key holds no OpenSSH private key ("
              + text.length()
              + " bytes)");
    }
  }

  private static void skipString(ByteBuffer in) {
    int length = in.getInt();
    in.position(in.position() + length);
  }
}
