package io.clusterline.infra.preflight;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this service learns at which addresses the nodes see it: a matter of the place where it runs,
 * and of no cluster.
 *
 * @param check false: nobody is asked, and {@code spec.access} is not compared with it
 * @param addresses where it leaves by another way than to the internet, or by several: IPv4
 *     addresses that are compared instead of asking
 * @param askedAt who tells it otherwise: answers a request with the address of whoever asks
 */
@ConfigurationProperties("clusterline.egress")
public record EgressSettings(
    @DefaultValue("true") boolean check,
    @DefaultValue List<String> addresses,
    @DefaultValue(EgressSettings.CHECK_IP) URI askedAt) {

  static final String CHECK_IP = "https://checkip.amazonaws.com";

  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

  /** Amazon is asked. */
  public static final EgressSettings DEFAULT =
      new EgressSettings(true, List.of(), URI.create(CHECK_IP));

  public EgressSettings {
    addresses = List.copyOf(addresses);
    addresses.stream()
        .filter(address -> !isAddress(address))
        .findFirst()
        .ifPresent(address -> {
          throw new IllegalArgumentException(
              "clusterline.egress.addresses: " + address + " is no IPv4 address; give 52.95.110.1");
        });
  }

  static boolean isAddress(String text) {
    return IPV4.matcher(text).matches();
  }
}
