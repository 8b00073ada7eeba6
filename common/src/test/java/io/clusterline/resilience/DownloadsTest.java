package io.clusterline.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class DownloadsTest {

  private static final Function<InputStream, byte[]> SMALL = Downloads.bytes(1 << 20);

  private final AtomicInteger requests = new AtomicInteger();
  private final Downloads downloads =
      new Downloads(
          DownloadSettings.DEFAULT
              .withFirstPause(Duration.ofMillis(1))
              .withLargest(DataSize.ofKilobytes(64)),
          Resilience.measuredBy(new SimpleMeterRegistry()));
  private HttpServer server;
  private HttpServer internal;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    internal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    internal.createContext("/", exchange -> answer(exchange, 200, "secret".getBytes()));
    server.createContext("/file", exchange -> answer(exchange, 200, "file".getBytes()));
    server.createContext("/big", exchange -> answer(exchange, 200, new byte[65 * 1024]));
    redirect("/here", "/file");
    redirect("/loop", "/loop");
    redirect("/inside", at(internal) + "/x");
    redirect("/metadata", "http://169.254.169.254/latest/meta-data/");
    redirect("/elsewhere", "ftp://example.org/x");
    redirect("/nowhere", "http://[broken");
    server.start();
    internal.start();
  }

  @AfterEach
  void stop() {
    downloads.close();
    server.stop(0);
    internal.stop(0);
  }

  @Test
  void givenAMirrorOnThisMachineWhenItIsReadThenFilesAndItsOwnRedirectsAreFollowed() {
    assertThat(downloads.read(mirror("/file"), mirror(""), SMALL)).asString().isEqualTo("file");
    assertThat(downloads.read(mirror("/here"), mirror(""), SMALL)).asString().isEqualTo("file");
  }

  @Test
  void givenNoMirrorWhenAnAddressOfThisMachineIsReadThenItIsNotConnectedTo() {
    assertRefused(() -> downloads.read(mirror("/file"), SMALL), "not public");
    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/",
        "http://127.1/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://198.18.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "file:///etc/shadow",
        "jar:http://x!/y"
      })
  void givenATargetThatIsNotPublicWhenItIsReadThenItIsRefused(String uri) {
    assertThatThrownBy(() -> PublicTargets.require(URI.create(uri), null))
        .isInstanceOf(DownloadException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://169.254.169.254/", "http://[fd00:ec2::254]/", "http://[fe80::1]/"})
  void givenAMirrorWhereMetadataIsWhenItIsReadThenItIsRefusedAllTheSame(String uri) {
    assertThatThrownBy(() -> PublicTargets.require(URI.create(uri), URI.create(uri)))
        .isInstanceOf(DownloadException.class);
  }

  @Test
  void givenPublicAddressesWhenTheyAreCheckedThenTheyAreAllowed() throws IOException {
    PublicTargets.require(URI.create("https://8.8.8.8/x"), null);
    PublicTargets.require(URI.create("https://[2606:4700::1111]/x"), null);
    PublicTargets.require(URI.create("http://10.0.0.9:8080/x"), URI.create("http://10.0.0.9:8080"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/inside", "/metadata", "/elsewhere", "/nowhere"})
  void givenAMirrorThatRedirectsIntoTheNetworkWhenItIsReadThenThatIsRefused(String path) {
    assertRefused(() -> downloads.read(mirror(path), mirror(""), SMALL), "");
    assertThat(requests).hasValue(1);
  }

  @Test
  void givenAMirrorThatRedirectsForEverWhenItIsReadThenItEnds() {
    assertRefused(() -> downloads.read(mirror("/loop"), mirror(""), SMALL), "once too often");
    assertThat(requests).hasValue(DownloadSettings.DEFAULT.redirects() + 1);
  }

  @Test
  void givenABodyWithoutEndWhenAReaderTakesAllOfItThenItIsCutOff() {
    assertRefused(
        () -> downloads.read(mirror("/big"), mirror(""), DownloadsTest::drain), "more than 65536");
  }

  private static long drain(InputStream in) {
    try {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED))
        .hasMessageContaining(message);
  }

  private URI mirror(String path) {
    return URI.create(at(server) + path);
  }

  private static String at(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void redirect(String path, String to) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", to);
          answer(exchange, 302, new byte[0]);
        });
  }

  private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    requests.incrementAndGet();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    } catch (IOException readerWentAway) {
      // what a reader does that has seen enough
    } finally {
      exchange.close();
    }
  }
}
