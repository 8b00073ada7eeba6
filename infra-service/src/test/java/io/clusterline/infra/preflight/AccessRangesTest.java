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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AccessRangesTest {

  private static final List<String> UNKNOWN = List.of();
  private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

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
    assertThat(ranges("52.95.110.1/32", "0.0.0.0/0").findings(List.of("52.95.110.1"))).isEmpty();
  }

  @Test
  void givenTheLinesOwnAddressOutside_whenLookedAt_thenEachFieldThatLacksItIsNamed() {
    assertThat(ranges("52.95.110.0/24", "8.8.8.8/32").findings(List.of("52.95.110.1")))
        .containsExactly(
            "spec.access.apiCidrs: Clusterline's own address 52.95.110.1 is in none of [8.8.8.8/32]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"52.95.110.1\n", "52.95.110.1"})
  void givenSomebodyWhoTells_whenAsked_thenTheAddressIsKnown(String answer) throws IOException {
    assertThat(asked(answer, List.of()).known()).containsExactly("52.95.110.1");
  }

  @Test
  void givenAnAnswerThatIsNoAddress_whenAsked_thenItIsUnknownAndTheSettingIsNamed()
      throws IOException {
    for (String answer : List.of("<html>sign in</html>", "999.1.1.1")) {
      EgressAddresses unknown = asked(answer, List.of());
      assertThat(unknown.known()).isEmpty();
      assertThat(unknown.reason())
          .matches(
              "http://127.0.0.1:\\d+ told no address; clusterline.egress.addresses may name it");
    }
    assertThat(EgressAddresses.by(at(URI.create("http://127.0.0.1:1/"), List.of())).known())
        .isEmpty();
  }

  @Test
  void givenThatTheAddressesAreNamed_whenLookedAt_thenNobodyIsAskedAndEachIsCompared()
      throws IOException {
    List<String> known = asked("52.95.110.1", List.of("8.8.8.8", "9.9.9.9")).known();

    assertThat(known).containsExactly("8.8.8.8", "9.9.9.9");
    assertThat(ranges("8.8.8.8/32", "0.0.0.0/0").findings(known))
        .containsExactly(
            "spec.access.sshCidrs: Clusterline's own address 9.9.9.9 is in none of [8.8.8.8/32]");
  }

  @Test
  void givenThatItIsTurnedOff_whenLookedAt_thenOnlyThePlaceholdersAreRefused() {
    EgressSettings off = new EgressSettings(false, List.of("8.8.8.8"), NOBODY);

    assertThat(EgressAddresses.by(off))
        .isEqualTo(new EgressAddresses(List.of(), "clusterline.egress.check is false"));
    assertThat(ranges("203.0.113.0/24", "8.8.8.8/32").findings(List.of())).hasSize(1);
  }

  @Test
  void givenTheEnvironment_whenBound_thenItsVariablesAreTheSettings() {
    new ApplicationContextRunner()
        .withUserConfiguration(Bound.class)
        .withPropertyValues(
            "clusterline.egress.check=false", "clusterline.egress.addresses=8.8.8.8,9.9.9.9")
        .run(context ->
            assertThat(context.getBean(EgressSettings.class))
                .isEqualTo(
                    new EgressSettings(
                        false,
                        List.of("8.8.8.8", "9.9.9.9"),
                        URI.create("https://checkip.amazonaws.com"))));
  }

  @Test
  void givenAnAddressThatIsNone_whenBound_thenTheServiceDoesNotStart() {
    new ApplicationContextRunner()
        .withUserConfiguration(Bound.class)
        .withPropertyValues("clusterline.egress.addresses=8.8.8")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("clusterline.egress.addresses: 8.8.8 is no IPv4 address"));
  }

  @EnableConfigurationProperties(EgressSettings.class)
  static class Bound {}

  private static EgressAddresses asked(String answer, List<String> named) throws IOException {
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
      return EgressAddresses.by(
          at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), named));
    } finally {
      server.stop(0);
    }
  }

  private static EgressSettings at(URI askedAt, List<String> named) {
    return new EgressSettings(true, named, askedAt);
  }

  private static AccessRanges ranges(String ssh, String api) {
    return new AccessRanges(
        new AccessSpec(List.of(Cidr.parse(ssh)), List.of(Cidr.parse(api))), EgressSettings.DEFAULT);
  }
}
