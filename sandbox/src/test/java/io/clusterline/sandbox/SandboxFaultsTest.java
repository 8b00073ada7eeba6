package io.clusterline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.clusterline.sandbox.Sandbox.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxFaultsTest {

  @TempDir private Path folder;

  private final BlockingQueue<String> asked = new ArrayBlockingQueue<>(10);
  private volatile @Nullable String authorization;
  private String awsAnswer = "[]";
  private int awsStatus = 200;
  private HttpServer aws;
  private SandboxFaults faults;

  @BeforeEach
  void startAws() throws IOException {
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          byte[] answer = awsAnswer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(awsStatus, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    aws.start();
    URI endpoint = URI.create("http://127.0.0.1:" + aws.getAddress().getPort());
    faults =
        new SandboxFaults(
            new Addresses(
                true,
                endpoint,
                "AKIAKEY",
                endpoint,
                endpoint,
                Map.of(),
                folder.resolve("control")));
  }

  @AfterEach
  void stopAws() {
    aws.stop(0);
  }

  @Test
  void givenAwsFaultWhenSetThenOnlyItsOwnFieldsAreSent() throws Exception {
    faults.setAwsFaults(
        List.of(AwsFault.failing("ec2", "RunInstances", "InsufficientInstanceCapacity", 500, 2)));

    assertThat(asked.take())
        .isEqualTo(
            "PUT /_sandbox/faults [{\"service\":\"ec2\",\"action\":\"RunInstances\",\"times\":2,"
                + "\"code\":\"InsufficientInstanceCapacity\",\"status\":500}]");
    assertThat(authorization).isEqualTo("Bearer AKIAKEY");
  }

  @Test
  void givenRuleThatIsRefusedWhenSetThenTheReasonIsInTheError() {
    awsStatus = 400;
    awsAnswer = "{\"field\":\"times\"}";

    assertThatThrownBy(() -> faults.setAwsFaults(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("400")
        .hasMessageContaining("times");
  }

  @Test
  void givenContainerFaultWhenSetThenItIsSentThroughTheUnixSocket() throws Exception {
    try (ServerSocketChannel control = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      control.bind(UnixDomainSocketAddress.of(folder.resolve("control")));
      Thread server =
          Thread.ofPlatform().start(() -> answerOnce(control, "HTTP/1.0 204 No Content\r\n\r\n"));

      faults.setContainerFaults(
          List.of(
              new ContainerFault(
                  "kube-system", "calico-node.*", null, ContainerFault.Kind.NEVER_READY, null)));

      server.join();
      assertThat(asked.take())
          .startsWith("PUT /faults HTTP/1.0\r\n")
          .endsWith(
              "[{\"namespace\":\"kube-system\",\"pod\":\"calico-node.*\",\"fault\":\"neverReady\"}]");
    }
  }

  @Test
  void givenMachineThatDoesNotExistWhenCrashedThenTheAnswerIsInTheError() throws Exception {
    try (ServerSocketChannel control = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      control.bind(UnixDomainSocketAddress.of(folder.resolve("control")));
      Thread.ofPlatform()
          .start(() -> answerOnce(control, "HTTP/1.0 404 Not Found\r\n\r\nno machine i-1"));

      assertThatThrownBy(() -> faults.crashMachine("i-1"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("404")
          .hasMessageContaining("no machine i-1");
    }
  }

  private void answerOnce(ServerSocketChannel control, String answer) {
    try (SocketChannel client = control.accept()) {
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      client.read(buffer);
      asked.add(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
      client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
