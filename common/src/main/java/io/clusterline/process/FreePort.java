package io.clusterline.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Finds free ports of 127.0.0.1. */
public final class FreePort {

  private static final Set<Integer> GIVEN = new HashSet<>();

  private FreePort() {}

  /** Never the same one twice from this process. */
  public static synchronized int unique() {
    int port = anyFree();
    while (!GIVEN.add(port)) {
      port = anyFree();
    }
    return port;
  }

  /** Whether nobody listens there at this moment. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static int anyFree() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on 127.0.0.1", e);
    }
  }
}
