package io.clusterline.messaging;

import io.clusterline.secret.Secret;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The brokers of one RabbitMQ cluster and the account on them. Written as a comma-separated list of
 * {@code amqp://} or {@code amqps://} URIs, or of {@code host:port}. Like Spring's {@code
 * spring.rabbitmq.addresses}, one account counts for all addresses; unlike it, addresses that
 * differ in their account are refused, and what is percent-encoded is decoded.
 *
 * @param nodes in the order in which they are tried, at least one
 * @param tls whether the connection is encrypted, and so the broker's certificate verified
 * @param user the name of the account
 * @param password of the account
 * @param virtualHost {@code /} unless another is named
 */
public record BrokerAddress(
    List<Node> nodes, boolean tls, String user, Secret password, String virtualHost) {

  /** The environment variable that names the broker, for services and commands alike. */
  public static final String VARIABLE = "CLUSTERLINE_RABBITMQ_URI";

  public BrokerAddress {
    nodes = List.copyOf(nodes);
  }

  /** One listener. */
  public record Node(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * Reads a list of addresses.
   *
   * @throws InvalidBrokerAddressException saying which address has what wrong, without any part of
   *     it: each part may hold a piece of the password
   */
  public static BrokerAddress parse(String text) {
    return BrokerAddressParser.parse(text);
  }

  /** Where it is, without the account: fit for messages and logs. */
  @Override
  public String toString() {
    String scheme = tls ? "amqps://" : "amqp://";
    String path = virtualHost.equals("/") ? "" : "/" + virtualHost;
    return nodes.stream().map(node -> scheme + node + path).collect(Collectors.joining(","));
  }

  /** The text is no list of broker addresses. The message holds no part of the text. */
  public static final class InvalidBrokerAddressException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidBrokerAddressException(String problem) {
      super(problem);
    }
  }
}
