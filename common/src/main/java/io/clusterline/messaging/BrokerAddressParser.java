package io.clusterline.messaging;

import io.clusterline.messaging.BrokerAddress.InvalidBrokerAddressException;
import io.clusterline.messaging.BrokerAddress.Node;
import io.clusterline.secret.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@link BrokerAddress}es. No exception repeats the text: it may hold a password. */
final class BrokerAddressParser {

  private static final String DEFAULT_ACCOUNT = "guest"; // RabbitMQ's, good on loopback alone
  private static final int AMQP_PORT = 5672;
  private static final int AMQPS_PORT = 5671;
  private static final int LAST_PORT = 65_535;

  /** The parts of one address; null where it names none. */
  private record One(
      @Nullable Boolean tls,
      @Nullable String user,
      @Nullable String password,
      @Nullable String virtualHost,
      String host,
      @Nullable Integer port) {}

  private final String name;
  private String rest;

  private BrokerAddressParser(String name, String text) {
    this.name = name;
    this.rest = text;
  }

  static BrokerAddress parse(String text) {
    List<One> all = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      all.add(new BrokerAddressParser("address " + (all.size() + 1), one.strip()).one());
    }
    Boolean tls = common(all, One::tls, "amqp or amqps");
    boolean encrypted = Boolean.TRUE.equals(tls);
    String user = common(all, One::user, "the user");
    String password = common(all, One::password, "the password");
    String virtualHost = common(all, One::virtualHost, "the virtual host");
    return new BrokerAddress(
        all.stream().map(one -> node(one, encrypted)).toList(),
        encrypted,
        user == null ? DEFAULT_ACCOUNT : user,
        Secret.of(password == null ? DEFAULT_ACCOUNT : password),
        virtualHost == null ? "/" : virtualHost);
  }

  /** What the addresses that say it agree on. */
  private static <T> @Nullable T common(
      List<One> all, Function<One, @Nullable T> part, String what) {
    List<T> said = new ArrayList<>();
    for (One one : all) {
      T value = part.apply(one);
      if (value != null) {
        said.add(value);
      }
    }
    if (said.stream().distinct().count() > 1) {
      throw invalid("the addresses differ in " + what + ": one counts for all of them");
    }
    return said.isEmpty() ? null : said.getFirst();
  }

  private static Node node(One one, boolean tls) {
    int standard = tls ? AMQPS_PORT : AMQP_PORT;
    return new Node(one.host(), Objects.requireNonNullElse(one.port(), standard));
  }

  private One one() {
    Boolean tls = scheme();
    String authority = upTo('/');
    String virtualHost = rest.isEmpty() ? null : virtualHost();
    int at = authority.lastIndexOf('@');
    String account = at < 0 ? "" : authority.substring(0, at);
    rest = authority.substring(at + 1);
    int colon = account.indexOf(':');
    return new One(
        tls,
        decoded(colon < 0 ? account : account.substring(0, colon), "the user"),
        colon < 0 ? null : decoded(account.substring(colon + 1), "the password"),
        virtualHost,
        host(),
        port());
  }

  private @Nullable Boolean scheme() {
    int end = rest.indexOf("://");
    if (end < 0) {
      return null;
    }
    String scheme = rest.substring(0, end);
    rest = rest.substring(end + 3);
    if (scheme.equalsIgnoreCase("amqps") || scheme.equalsIgnoreCase("amqp")) {
      return scheme.equalsIgnoreCase("amqps");
    }
    throw invalid(name + " does not begin with amqp:// or amqps://");
  }

  private String upTo(char end) {
    int index = rest.indexOf(end);
    String part = index < 0 ? rest : rest.substring(0, index);
    rest = index < 0 ? "" : rest.substring(index);
    return part;
  }

  private String virtualHost() {
    String path = rest.substring(1);
    if (path.contains("@")) {
      throw invalid(name + " has a '/' before its '@': write it as %2f");
    }
    if (path.contains("?")) {
      throw invalid(name + " has parameters after a '?', which have no effect: leave them out");
    }
    String decoded = decoded(path, "the virtual host");
    return decoded == null ? "/" : decoded;
  }

  private String host() {
    boolean bracketed = rest.startsWith("[");
    int end = bracketed ? rest.indexOf(']') + 1 : rest.indexOf(':');
    String host = end < 0 ? rest : rest.substring(0, end);
    rest = rest.substring(host.length());
    String bare = bracketed && end > 0 ? host.substring(1, end - 1) : host;
    if (bare.isBlank() || bare.matches(".*[\\s?#\\[\\]].*")) {
      throw invalid(name + " names no host");
    }
    return bare;
  }

  private @Nullable Integer port() {
    if (rest.isEmpty()) {
      return null;
    }
    boolean number = rest.matches(":\\d{1,5}");
    int port = number ? Integer.parseInt(rest.substring(1)) : 0;
    if (port < 1 || port > LAST_PORT) {
      throw invalid(name + " has a port that is no number from 1 to " + LAST_PORT);
    }
    return port;
  }

  private @Nullable String decoded(String text, String what) {
    try {
      // A decoder of forms: it would make a blank of a plus.
      String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      return decoded.isEmpty() ? null : decoded;
    } catch (IllegalArgumentException e) {
      throw invalid(name + " has a '%' in " + what + " that begins no escape: write it as %25");
    }
  }

  private static InvalidBrokerAddressException invalid(String problem) {
    return new InvalidBrokerAddressException(problem);
  }
}
