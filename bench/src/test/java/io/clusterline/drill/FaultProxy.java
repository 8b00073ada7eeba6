package io.clusterline.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy whose connections can be cut: it connects clients to the target's port until told
 * otherwise. Only on loopback.
 */
public final class FaultProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger broken = new AtomicInteger();
  private final Gate gate = new Gate();

  /**
   * @param target port of loopback
   */
  public FaultProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("proxy to " + target).start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Ends every connection at once, as a firewall that forgets does. */
  public void cut() {
    for (Socket socket : Set.copyOf(open)) {
      close(socket);
    }
    broken.incrementAndGet();
  }

  /** Half-open from now on: data is accepted and dropped without an error. */
  public void stall() {
    gate.close();
    broken.incrementAndGet();
  }

  /** Forwards the data that was held back. */
  public void flow() {
    gate.open();
  }

  /** How often the wire was cut or stalled. */
  int broken() {
    return broken.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    open.add(client);
    try {
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(upstream);
      copy(client, upstream);
      copy(upstream, client);
    } catch (IOException nobodyThere) {
      close(client);
    }
  }

  /** Platform threads: a blocked read would hold on to one of the few carriers. */
  private void copy(Socket from, Socket to) {
    Thread.ofPlatform()
        .daemon()
        .name("pump")
        .start(() -> {
          byte[] buffer = new byte[16_384];
          try {
            int read;
            while ((read = from.getInputStream().read(buffer)) >= 0) {
              gate.awaitOpen();
              to.getOutputStream().write(buffer, 0, read);
            }
          } catch (IOException | InterruptedException cutOff) {
            // what follows is all that there is to do
          } finally {
            close(from);
            close(to);
          }
        });
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    flow();
    cut();
  }

  /** Everyone waits before it while it is shut. */
  private static final class Gate {
    private boolean close;

    synchronized void close() {
      close = true;
    }

    synchronized void open() {
      close = false;
      notifyAll();
    }

    synchronized void awaitOpen() throws InterruptedException {
      while (close) {
        wait();
      }
    }
  }
}
