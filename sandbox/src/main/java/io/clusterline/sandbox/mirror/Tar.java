package io.clusterline.sandbox.mirror;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a tar archive (ustar) of regular files, the same bytes for the same files. */
final class Tar {

  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int PREFIX_LENGTH = 155;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  void add(String name, byte[] content) {
    int cut =
        name.length() <= NAME_LENGTH ? -1 : name.indexOf('/', name.length() - NAME_LENGTH - 1);
    String prefix = cut < 0 ? "" : name.substring(0, cut);
    String rest = name.substring(cut + 1);
    if (rest.getBytes(StandardCharsets.UTF_8).length > NAME_LENGTH
        || prefix.getBytes(StandardCharsets.UTF_8).length > PREFIX_LENGTH) {
      throw new IllegalArgumentException("name too long for a tar archive: " + name);
    }
    out.writeBytes(header(prefix, rest, content.length));
    out.writeBytes(content);
    pad();
  }

  /** The finished archive. */
  byte[] finish() {
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  private void pad() {
    out.writeBytes(new byte[(BLOCK - out.size() % BLOCK) % BLOCK]);
  }

  private static byte[] header(String prefix, String name, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0"); // owner and group: root
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(size));
    put(header, 136, "%011o\0".formatted(0)); // changed at the epoch
    Arrays.fill(header, 148, 156, (byte) ' '); // the checksum counts as blanks
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    put(header, 345, prefix);
    put(header, 148, "%06o\0 ".formatted(sum(header)));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static int sum(byte[] header) {
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    return sum;
  }
}
