package io.clusterline.testkit;

import io.clusterline.messaging.BrokerTrust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Puts TLS ({@code amqps}) in front of a plain broker: with a self-signed certificate, on loopback.
 */
public final class TlsRelay implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  private final URI broker;
  private final Path store;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param name the subject alternative name of the certificate: {@code ip:127.0.0.1}
   */
  public TlsRelay(URI broker, Path folder, String name) throws Exception {
    this.broker = broker;
    this.store = folder.resolve("broker.p12");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=" + name);
    this.server = context().getServerSocketFactory().createServerSocket(0, 5, loopback());
    threads.submit(this::accept);
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(java.util.List.of(arguments));
    command.addAll(
        java.util.List.of(
            "-alias", "broker", "-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + output);
    }
  }

  private SSLContext context() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByName("127.0.0.1");
  }

  /** Its address, with the account of the broker behind it. */
  public String addresses() {
    return "amqps://" + broker.getRawUserInfo() + "@127.0.0.1:" + server.getLocalPort();
  }

  /** The certificate as a PEM file, beside its store. */
  public Path certificate() throws Exception {
    Path file = store.resolveSibling("broker.pem");
    keytool("-exportcert", "-rfc", "-file", file.toString());
    return file;
  }

  /** A trust store that holds it, and its password. */
  public BrokerTrust trustStore() {
    return BrokerTrust.of(store.toString(), PASSWORD);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket behind = new Socket(loopback(), broker.getPort());
        threads.submit(() -> copy(client, behind));
        threads.submit(() -> copy(behind, client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream input = from.getInputStream()) {
      input.transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // Either side may end it.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
