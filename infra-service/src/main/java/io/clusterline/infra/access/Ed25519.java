package io.clusterline.infra.access;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * An ed25519 key pair in OpenSSH's forms, derived from its 32 secret bytes: the same seed gives the
 * same pair.
 */
public final class Ed25519 {

  static final int SEED_BYTES = 32;

  private static final String TYPE = "ssh-ed25519";
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK = 8;
  private static final int LINE = 70;

  private final byte[] seed;
  private final byte[] point;
  private final String comment;

  private Ed25519(byte[] seed, byte[] point, String comment) {
    this.seed = seed;
    this.point = point;
    this.comment = comment;
  }

  public static Ed25519 random(String comment) {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return ofSeed(seed, comment);
  }

  static Ed25519 ofSeed(byte[] seed, String comment) {
    return new Ed25519(seed.clone(), pointOf(seed), comment);
  }

  /** The line for authorized_keys and known_hosts, without the comment. */
  public String publicKey() {
    return TYPE + " " + Base64.getEncoder().encodeToString(publicBlob());
  }

  /** The private half as ssh-keygen writes it, without a pass phrase. Secret. */
  public String privateKey() {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(privateContainer());
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  private byte[] publicBlob() {
    return bytes(out -> {
      string(out, TYPE);
      string(out, point);
    });
  }

  private byte[] privateContainer() {
    return bytes(out -> {
      out.write(MAGIC);
      string(out, "none"); // cipher
      string(out, "none"); // key derivation
      string(out, ""); // its options
      out.writeInt(1); // keys
      string(out, publicBlob());
      string(out, padded(privateSection()));
    });
  }

  private byte[] privateSection() {
    int check = Arrays.hashCode(point); // any number, written twice: detects a wrong pass phrase
    return bytes(out -> {
      out.writeInt(check);
      out.writeInt(check);
      string(out, TYPE);
      string(out, point);
      out.writeInt(seed.length + point.length);
      out.write(seed);
      out.write(point);
      string(out, comment);
    });
  }

  private static byte[] padded(byte[] section) {
    int missing = (BLOCK - section.length % BLOCK) % BLOCK;
    byte[] padded = Arrays.copyOf(section, section.length + missing);
    for (int i = 0; i < missing; i++) {
      padded[section.length + i] = (byte) (i + 1);
    }
    return padded;
  }

  @FunctionalInterface
  private interface Writer {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writer.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    string(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void string(DataOutputStream out, byte[] content) throws IOException {
    out.writeInt(content.length);
    out.write(content);
  }

  /** The JDK derives a public key only while it generates a pair: so it draws our seed. */
  private static byte[] pointOf(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
      EdECPublicKey key = (EdECPublicKey) generator.generateKeyPair().getPublic();
      return encoded(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 15 knows Ed25519", e);
    }
  }

  /** RFC 8032, 5.1.2: y in little endian, the sign of x in the highest bit. */
  private static byte[] encoded(EdECPublicKey key) {
    byte[] big = key.getPoint().getY().toByteArray();
    byte[] little = new byte[SEED_BYTES];
    for (int i = 0; i < Math.min(big.length, little.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      little[SEED_BYTES - 1] |= (byte) 0x80;
    }
    return little;
  }

  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] drawn;

    FixedRandom(byte[] drawn) {
      this.drawn = drawn.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(drawn, 0, bytes, 0, bytes.length);
    }
  }
}
