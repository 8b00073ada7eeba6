package io.clusterline.cli.line;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Applications laid out as setup does it, that do nothing but say that they are up. */
public final class FakeApplications {

  private FakeApplications() {}

  public static Installation install(Path folder, Class<?> main, String... names)
      throws IOException {
    Path applications = Files.createDirectories(folder.resolve("applications"));
    Files.writeString(applications.resolve("flags"), "-XX:TieredStopAtLevel=1\n-Xmx32m\n");
    for (String name : names) {
      Path application = Files.createDirectories(applications.resolve(name));
      writeJar(application.resolve(name + ".jar"), main);
    }
    return new Installation(
        folder, folder, applications, folder, folder, folder, Duration.ZERO, false);
  }

  private static void writeJar(Path jar, Class<?> main) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
    String entry = main.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream code = main.getResourceAsStream("/" + entry)) {
      out.putNextEntry(new JarEntry(entry));
      code.transferTo(out);
    }
  }

  /**
   * Reports that it is up, and creates a temporary file. Alone in its jar, so without lambdas and
   * inner classes.
   */
  public static final class Healthy {
    private static final String ANSWER =
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    public static void main(String[] arguments) throws Exception {
      dieOfMessage(System.getenv("DELIVERIES"), System.getenv("LIMIT"));
      Files.createTempFile("healthy", null);
      int port = Integer.parseInt(System.getenv("CLUSTERLINE_PORT"));
      try (ServerSocket server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
        while (true) {
          try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[4096]);
            client.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
          }
        }
      }
    }

    /**
     * Exhausts its memory whenever the broker delivers the message; only when the test sets how
     * often.
     */
    private static void dieOfMessage(String deliveries, String limit) throws IOException {
      if (deliveries == null) {
        return;
      }
      Path counted = Path.of(deliveries);
      Files.writeString(counted, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (Files.size(counted) <= Integer.parseInt(limit)) {
        Runtime.getRuntime().halt(3);
      }
    }
  }

  /** Never prints anything. */
  public static final class Silent {
    public static void main(String[] arguments) throws Exception {
      new CountDownLatch(1).await();
    }
  }

  /** Ends at once. */
  static final class Broken {
    public static void main(String[] arguments) {
      System.out.println("cannot work: no such thing");
      System.exit(1); // as Spring Boot does when an application does not start
    }
  }
}
