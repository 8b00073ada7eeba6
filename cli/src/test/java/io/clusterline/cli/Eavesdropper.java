package io.clusterline.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between a command and the broker, and counts the events that the broker delivers. */
final class Eavesdropper implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final URI broker;
  private final Queue<ByteArrayOutputStream> heard = new ConcurrentLinkedQueue<>();

  Eavesdropper(URI broker) throws IOException {
    this.broker = broker;
    Thread.ofVirtual().start(this::accept);
  }

  /** The broker's address, by way of this. */
  URI uri() {
    return URI.create(
        broker.toString().replace(":" + broker.getPort(), ":" + server.getLocalPort()));
  }

  /** Deliveries so far: each event names the version of its envelope once. */
  int deliveries() {
    return heard.stream()
        .map(bytes -> bytes.toString(StandardCharsets.ISO_8859_1))
        .mapToInt(text -> text.split("\"specversion\"", -1).length - 1)
        .sum();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), broker.getPort());
        Thread.ofVirtual().start(() -> copy(client, upstream, OutputStream.nullOutputStream()));
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        heard.add(copy);
        Thread.ofVirtual().start(() -> copy(upstream, client, copy));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void copy(Socket from, Socket to, OutputStream beside) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      for (int read = 0; read >= 0; read = from.getInputStream().read(buffer)) {
        beside.write(buffer, 0, read);
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException ended) {
      // The other side has closed.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
