package io.clusterline.messaging;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory.AddressShuffleMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;

/**
 * The one way in which services and commands connect to a broker: each address is tried in turn; of
 * {@code amqps} the certificate and the host name are verified.
 */
public final class BrokerConnections {

  /** What to do about a certificate that is not trusted. */
  public static final String TRUST_REMEDY =
      "Name the certificate of its authority (a PEM file, or a trust store) in "
          + BrokerTrust.VARIABLE
          + ".";

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A silent connection is given up after two of them. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final BrokerAddress address;
  private final BrokerTrust trust;

  public BrokerConnections(BrokerAddress address, BrokerTrust trust) {
    this.address = address;
    this.trust = trust;
  }

  /** To that broker, with the trust store that the environment names. */
  public static BrokerConnections to(BrokerAddress address) {
    return new BrokerConnections(address, BrokerTrust.of(System.getenv()));
  }

  /**
   * As above.
   *
   * @param addresses as {@link BrokerAddress#parse} reads them
   */
  public static BrokerConnections to(String addresses) {
    return to(BrokerAddress.parse(addresses));
  }

  /** Where they lead. */
  public BrokerAddress address() {
    return address;
  }

  /**
   * Connects to the first address that answers.
   *
   * @param name as which the broker lists the connection
   * @throws IOException when none does, or its certificate is not trusted; without the account
   */
  public Connection open(String name) throws IOException {
    try {
      return factory().newConnection(nodes(), name);
    } catch (SSLException e) {
      throw new IOException(untrusted(e), e);
    } catch (IOException | TimeoutException e) {
      throw new IOException("cannot connect to the broker at " + address + ": " + reason(e), e);
    }
  }

  /** For Spring, with correlated confirms and returns. To be closed by {@link Connections}. */
  public CachingConnectionFactory caching() {
    ConnectionFactory factory = factory();
    factory.setAutomaticRecoveryEnabled(false); // Spring does it itself
    CachingConnectionFactory caching = new CachingConnectionFactory(factory);
    caching.setAddresses(address.nodes().stream().map(BrokerAddress.Node::toString).toList());
    caching.setAddressShuffleMode(AddressShuffleMode.NONE);
    caching.setPublisherConfirmType(ConfirmType.CORRELATED);
    caching.setPublisherReturns(true);
    return caching;
  }

  /** Whether a connection failed because of the broker's certificate. */
  public static boolean isUntrusted(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(SSLException.class::isInstance);
  }

  private ConnectionFactory factory() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUsername(address.user());
    factory.setPassword(address.password().reveal());
    factory.setVirtualHost(address.virtualHost());
    factory.setConnectionTimeout((int) CONNECT.toMillis());
    factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
    if (address.tls()) {
      factory.useSslProtocol(trust.context());
      factory.enableHostnameVerification();
    }
    return factory;
  }

  private List<Address> nodes() {
    return address.nodes().stream().map(node -> new Address(node.host(), node.port())).toList();
  }

  private String untrusted(SSLException failure) {
    return "no trusted connection to the broker at "
        + address
        + ": "
        + failure.getMessage()
        + ". "
        + TRUST_REMEDY;
  }

  private static String reason(Exception failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
