package io.clusterline.resilience;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the addresses of downloads. A name in a repository's index or in a redirect is untrusted;
 * it must not lead into the network of the downloading machine.
 */
final class PublicTargets {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  private PublicTargets() {}

  /**
   * @param mirror the address that the specification names; its host and port may be private, but
   *     never link-local, where the metadata of a machine is
   * @throws DownloadException when the target is refused; it is not connected to
   */
  static void require(URI target, @Nullable URI mirror) throws UnknownHostException {
    String host = target.getHost();
    if (host == null || target.getScheme() == null || !SCHEMES.contains(target.getScheme())) {
      throw DownloadException.refused(target + " is not an address of http or https");
    }
    boolean configured = mirror != null && sameHost(target, mirror);
    for (InetAddress address : addresses(target, host)) {
      if (isNeverAllowed(address) || !configured && isInternal(address)) {
        throw DownloadException.refused(
            "%s leads to %s, which is not public%s"
                .formatted(target, address.getHostAddress(), configured ? " or a mirror" : ""));
      }
    }
  }

  /**
   * The JDK caches resolved addresses for a while, so the connection that follows uses the same.
   */
  private static List<InetAddress> addresses(URI target, String host) throws UnknownHostException {
    if (goesThroughProxy(target) && !isLiteral(host)) {
      return List.of(); // the proxy resolves the name, in a network of its own
    }
    return Arrays.asList(InetAddress.getAllByName(host));
  }

  private static boolean goesThroughProxy(URI target) {
    ProxySelector selector = ProxySelector.getDefault();
    return selector != null
        && selector.select(target).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+");
  }

  private static boolean sameHost(URI target, URI mirror) {
    return target.getHost().equalsIgnoreCase(mirror.getHost()) && port(target) == port(mirror);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private static boolean isNeverAllowed(InetAddress address) {
    return address.isLinkLocalAddress() || address.isMulticastAddress() || isEc2Metadata(address);
  }

  /** {@code fd00:ec2::254}. */
  private static boolean isEc2Metadata(InetAddress address) {
    byte[] b = address.getAddress();
    return address instanceof Inet6Address
        && b[0] == (byte) 0xfd
        && b[1] == 0
        && b[2] == 0x0e
        && b[3] == (byte) 0xc2;
  }

  private static boolean isInternal(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isSiteLocalAddress()) {
      return true;
    }
    byte[] b = address.getAddress();
    return address instanceof Inet4Address ? isReserved4(b, 0) : isReserved6(b);
  }

  /** Of RFC 6890: this network, shared, protocol assignments, benchmarks, the rest above. */
  private static boolean isReserved4(byte[] b, int at) {
    int first = b[at] & 0xff;
    int second = b[at + 1] & 0xff;
    return first == 0
        || first == 100 && second >= 64 && second < 128
        || first == 192 && second == 0 && b[at + 2] == 0
        || first == 198 && (second == 18 || second == 19)
        || first >= 240;
  }

  /** Unique local addresses, and forms in which an IPv4 address travels. */
  private static boolean isReserved6(byte[] b) {
    boolean uniqueLocal = (b[0] & 0xfe) == 0xfc;
    boolean translated = b[0] == 0 && b[1] == 0x64 && (b[2] & 0xff) == 0xff && b[3] == (byte) 0x9b;
    boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
    boolean compatible = b[0] == 0 && b[1] == 0 && b[2] == 0 && b[3] == 0;
    return uniqueLocal || translated || sixToFour || compatible;
  }
}
