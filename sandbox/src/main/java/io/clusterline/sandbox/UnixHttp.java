package io.clusterline.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** HTTP over a unix socket, which Java's own client does not speak: one request per connection. */
final class UnixHttp {

  private static final int CHUNK = 8192;

  private final Path socket;

  UnixHttp(Path socket) {
    this.socket = socket;
  }

  /**
   * @return the answer's body
   * @throws IOException when there is none, or its status is not 2xx
   */
  String send(String method, String path, String body) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      write(channel, request(method, path, body));
      return body(method + " " + path, read(channel));
    }
  }

  /** HTTP/1.0: the answer ends with the connection, and is not chunked. */
  private static byte[] request(String method, String path, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String text =
        "%s %s HTTP/1.0\r\nHost: sandbox\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, path, length, body);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static String read(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static String body(String request, String answer) throws IOException {
    int end = answer.indexOf("\r\n\r\n");
    String[] status = answer.split(" ", 3);
    if (end < 0 || status.length < 2) {
      throw new IOException(request + ": not an HTTP answer");
    }
    String body = answer.substring(end + 4);
    if (!status[1].startsWith("2")) {
      throw new IOException(request + ": HTTP " + status[1] + ": " + body.strip());
    }
    return body;
  }
}
