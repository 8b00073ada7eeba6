package io.clusterline.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clusterline.messaging.BrokerAddress.InvalidBrokerAddressException;
import io.clusterline.messaging.BrokerAddress.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amqp://u:secret@127.0.0.1:5673/team | false | u | secret | team | 127.0.0.1:5673",
        "amqp://u:secret@127.0.0.1 | false | u | secret | / | 127.0.0.1:5672",
        "amqps://u:secret@broker.example | true | u | secret | / | broker.example:5671",
        "AMQPS://u:secret@broker.example/ | true | u | secret | / | broker.example:5671",
        "amqp://u:secret@broker.example/%2f | false | u | secret | / | broker.example:5672",
        "amqp://u:secret@broker.example/a%2Fb | false | u | secret | a/b | broker.example:5672",
        "amqp://u:s%40e%3Ac+ret@broker.example | false | u | s@e:c+ret | / | broker.example:5672",
        "amqp://u:s@e:cret@broker.example | false | u | s@e:cret | / | broker.example:5672",
        "amqp://u:s%2Ccret@broker.example | false | u | s,cret | / | broker.example:5672",
        "broker.example | false | guest | guest | / | broker.example:5672",
        "broker.example:5673/team | false | guest | guest | team | broker.example:5673",
        "u:secret@broker.example:5673 | false | u | secret | / | broker.example:5673",
        "amqp://[::1]:5673 | false | guest | guest | / | [::1]:5673"
      })
  void givenAnAddressWhenReadThenItsPartsAreFound(
      String text, boolean tls, String user, String password, String virtualHost, String node) {
    BrokerAddress address = BrokerAddress.parse(text);

    assertThat(address.tls()).isEqualTo(tls);
    assertThat(address.user()).isEqualTo(user);
    assertThat(address.password().reveal()).isEqualTo(password);
    assertThat(address.virtualHost()).isEqualTo(virtualHost);
    assertThat(address.nodes()).extracting(Node::toString).containsExactly(node);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amqp://u:secret@127.0.0.1:5672,amqp://u:secret@127.0.0.1:5673",
        "amqp://u:secret@127.0.0.1:5672 , amqp://127.0.0.1:5673",
        "amqp://u:secret@127.0.0.1,127.0.0.1:5673",
      })
  void givenAListWhenReadThenOneAccountCountsForAllInTheirOrder(String text) {
    BrokerAddress address = BrokerAddress.parse(text);

    assertThat(address.nodes())
        .isEqualTo(List.of(new Node("127.0.0.1", 5672), new Node("127.0.0.1", 5673)));
    assertThat(address.user()).isEqualTo("u");
    assertThat(address.password().reveal()).isEqualTo("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://u:secret@host | address 1 does not begin with amqp:// or amqps://",
        "secret://host | address 1 does not begin with amqp",
        "amqp://u:secret@host:secret | address 1 has a port that is no number",
        "amqp://u:secret@host:0 | address 1 has a port that is no number",
        "amqp://u:secret@host:99999 | address 1 has a port that is no number",
        "amqp://u:secret@host,amqp://u:secret@host:secret | address 2 has a port",
        "amqp://u:secret@host,amqp://u:secret2@host | the addresses differ in the password",
        "amqp://secret:x@host,amqp://u:x@host | the addresses differ in the user",
        "amqp://u:secret@host,amqps://u:secret@host | the addresses differ in amqp or amqps",
        "amqp://u:secret@host/a,amqp://u:secret@host/b | the addresses differ in the virtual host",
        "amqp://u:sec/ret@host | address 1 has a '/' before its '@'",
        "amqp://u:secret%@host | address 1 has a '%' in the password",
        "amqp://u:secret%zz@host | address 1 has a '%' in the password",
        "amqp://u:secret@host/v?heartbeat=5 | address 1 has parameters after a '?'",
        "amqp://u:secret@ | address 1 names no host",
        "amqp://u:secret@host, | address 2 names no host",
        "amqp://u:sec,ret@host | address 1 has a port that is no number",
        "'' | address 1 names no host"
      })
  void givenSomethingElseWhenReadThenTheProblemIsNamedWithoutAWordOfIt(
      String text, String problem) {
    InvalidBrokerAddressException refusal =
        catchThrowableOfType(InvalidBrokerAddressException.class, () -> BrokerAddress.parse(text));

    assertThat(refusal).isNotNull();
    assertThat(refusal).hasMessageStartingWith(problem).hasNoCause();
    assertThat(refusal.getMessage()).doesNotContain("secret");
  }

  @Test
  void givenAnAddressWhenShownThenItHoldsNoAccount() {
    String shown =
        BrokerAddress.parse("amqps://user:secret@a:1/team,amqps://user:secret@b:2/team").toString();

    assertThat(shown).isEqualTo("amqps://a:1/team,amqps://b:2/team");
  }
}
