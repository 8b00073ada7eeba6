package io.clusterline.infra.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.clusterline.spec.AccessSpec;
import io.clusterline.spec.Cidr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRangesTest {

  private static final Optional<String> UNKNOWN = Optional.empty();

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.0/24", "198.51.100.7/32", "192.0.2.128/25"})
  void givenARangeOfExamples_whenLookedAt_thenItIsRefused(String range) {
    assertThat(ranges(range, "0.0.0.0/0").findings(UNKNOWN))
        .containsExactly(
            "spec.access.sshCidrs: "
                + range
                + " is an example that belongs to nobody (RFC 5737); write your own");
  }

  @Test
  void givenRealRanges_whenLookedAt_thenNothingIsFound() {
    assertThat(ranges("52.95.110.1/32", "0.0.0.0/0").findings(Optional.of("52.95.110.1")))
        .isEmpty();
  }

  @Test
  void givenTheLinesOwnAddressOutside_whenLookedAt_thenEachFieldThatLacksItIsNamed() {
    assertThat(ranges("52.95.110.0/24", "8.8.8.8/32").findings(Optional.of("52.95.110.1")))
        .containsExactly(
            "spec.access.apiCidrs: Clusterline's own address 52.95.110.1 is in none of [8.8.8.8/32]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"52.95.110.1\n", "52.95.110.1"})
  void givenSomebodyWhoTells_whenAsked_thenTheAddressIsKnown(String answer) throws IOException {
    assertThat(asked(answer)).contains("52.95.110.1");
  }

  @Test
  void givenAnAnswerThatIsNoAddress_whenAsked_thenItIsUnknown() throws IOException {
    assertThat(asked("<html>sign in</html>")).isEmpty();
    assertThat(new EgressAddress(URI.create("http://127.0.0.1:1/")).find()).isEmpty();
  }

  private static Optional<String> asked(String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      return new EgressAddress(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
          .find();
    } finally {
      server.stop(0);
    }
  }

  private static AccessRanges ranges(String ssh, String api) {
    return new AccessRanges(new AccessSpec(List.of(Cidr.parse(ssh)), List.of(Cidr.parse(api))));
  }
}
