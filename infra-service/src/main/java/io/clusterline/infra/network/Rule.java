package io.clusterline.infra.network;

import io.clusterline.spec.Cidr;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.IpPermission;

/** One door of a security group. */
public record Rule(String protocol, int from, int to, Source source, String purpose) {

  /** The allowed source. */
  public sealed interface Source {}

  /** Everybody in a range of addresses. */
  public record Range(Cidr cidr) implements Source {}

  /** Every machine in a group. */
  public record Group(GroupName name) implements Source {}

  static Rule tcp(int port, Source source, String purpose) {
    return new Rule("tcp", port, port, source, purpose);
  }

  static Rule tcp(int from, int to, Source source, String purpose) {
    return new Rule("tcp", from, to, source, purpose);
  }

  static Rule udp(int port, Source source, String purpose) {
    return new Rule("udp", port, port, source, purpose);
  }

  /** The rule in one line, with the ids of groups: equal lines are equal rules. */
  String text(Function<GroupName, String> idOf) {
    return text(
        protocol,
        from,
        to,
        switch (source) {
          case Range(Cidr cidr) -> cidr.toString();
          case Group(GroupName name) -> idOf.apply(name);
        });
  }

  static String text(String protocol, int from, int to, String source) {
    return protocol + "/" + from + "-" + to + " from " + source;
  }

  IpPermission permission(Function<GroupName, String> idOf) {
    var permission = IpPermission.builder().ipProtocol(protocol).fromPort(from).toPort(to);
    return switch (source) {
      case Range(Cidr cidr) ->
          permission.ipRanges(r -> r.cidrIp(cidr.toString()).description(purpose)).build();
      case Group(GroupName name) ->
          permission
              .userIdGroupPairs(p -> p.groupId(idOf.apply(name)).description(purpose))
              .build();
    };
  }
}
