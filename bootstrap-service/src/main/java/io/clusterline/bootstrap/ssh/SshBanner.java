package io.clusterline.bootstrap.ssh;

import io.clusterline.stage.Wait.Seen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Checks that an SSH server answers; its identity is not checked yet. */
final class SshBanner {

  private SshBanner() {}

  /** The server's first line, {@code SSH-2.0-OpenSSH_8.9p1}, or the observed failure. */
  static Seen<String> poll(String host, int port, Duration limit) {
    int millis = Math.toIntExact(limit.toMillis());
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(host, port), millis);
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return line != null && line.startsWith("SSH-")
          ? Seen.yes(line)
          : Seen.notYet("port " + port + " is open, but nothing speaks SSH there");
    } catch (IOException e) {
      return Seen.notYet(String.valueOf(e.getMessage()));
    }
  }
}
