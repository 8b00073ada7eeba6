package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.NetworkPolicy.Rule;
import io.clusterline.networkpolicy.Peer.IpBlock;
import io.clusterline.networkpolicy.Peer.Pods;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a rule: its peers and ports. */
final class RuleReader {

  private static final Pattern PORT_NAME =
      Pattern.compile("(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*");

  private RuleReader() {}

  /**
   * @param peers {@code from} or {@code to}
   */
  static Rule read(Fields rule, String peers) {
    rule.only(peers, "ports");
    return new Rule(
        rule.objects(peers).stream().map(RuleReader::peer).toList(),
        rule.objects("ports").stream().map(RuleReader::port).toList());
  }

  private static Peer peer(Fields peer) {
    peer.only("podSelector", "namespaceSelector", "ipBlock");
    boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
    if (selects == peer.has("ipBlock")) {
      throw peer.fault(
          selects
              ? "an ipBlock stands alone: no selector beside it"
              : "an empty peer: one of podSelector, namespaceSelector, ipBlock is needed");
    }
    return selects
        ? new Pods(selector(peer, "namespaceSelector"), selector(peer, "podSelector"))
        : ipBlock(peer.object("ipBlock"));
  }

  private static @Nullable LabelSelector selector(Fields peer, String field) {
    return peer.find(field).map(SelectorReader::read).orElse(null);
  }

  private static IpBlock ipBlock(Fields block) {
    block.only("cidr", "except");
    String cidr = block.text("cidr");
    AddressRange range = range(block, "cidr", cidr);
    List<String> except = block.texts("except");
    for (int index = 0; index < except.size(); index++) {
      String field = "except[" + index + "]";
      if (!range.strictlyContains(range(block, field, except.get(index)))) {
        throw block.fault(field, except.get(index) + " is no part of " + cidr);
      }
    }
    return new IpBlock(cidr, except);
  }

  private static AddressRange range(Fields block, String field, String cidr) {
    try {
      return AddressRange.parse(cidr);
    } catch (IllegalArgumentException notARange) {
      throw block.fault(field, String.valueOf(notARange.getMessage()));
    }
  }

  private static PolicyPort port(Fields port) {
    port.only("protocol", "port", "endPort");
    Protocol protocol =
        port.findText("protocol").map(it -> protocol(port, it)).orElse(Protocol.TCP);
    String name = port.has("port") && port.node().get("port").isString() ? port.text("port") : null;
    if (name != null && !PORT_NAME.matcher(name).matches()) {
      throw port.fault("port", "is no port's name: " + name);
    }
    Integer number = name == null ? port.findPort("port").orElse(null) : null;
    Integer last = port.findPort("endPort").orElse(null);
    if (last != null && (number == null || last < number)) {
      throw port.fault("endPort", "needs a port as number, and not a greater one");
    }
    return new PolicyPort(protocol, number, name, last);
  }

  private static Protocol protocol(Fields port, String name) {
    try {
      return Protocol.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw port.fault("protocol", name + " is none of TCP, UDP, SCTP");
    }
  }
}
