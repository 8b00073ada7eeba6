package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;

/**
 * How many rules of entry a group comes to: AWS counts each source of each port. New rules are
 * added before obsolete ones are revoked, so those of now count with those to come.
 *
 * @param ours those that the specification asks for
 * @param others those beside them, of controllers, of people, or obsolete
 */
public record RuleCount(GroupName group, int ours, int others) {

  public int all() {
    return ours + others;
  }

  /** Of every group, existing or not. */
  public static List<RuleCount> of(Aws aws, Firewall firewall) {
    var present = aws.inventory().securityGroups();
    return Stream.of(GroupName.values())
        .map(name -> {
          Set<String> wanted =
              firewall.rulesOf(name).stream()
                  .map(rule -> rule.text(other -> idOf(other, present)))
                  .collect(Collectors.toSet());
          Set<String> others = new HashSet<>(rules(name, present));
          others.removeAll(wanted);
          return new RuleCount(name, wanted.size(), others.size());
        })
        .toList();
  }

  private static Optional<software.amazon.awssdk.services.ec2.model.SecurityGroup> find(
      GroupName name, List<software.amazon.awssdk.services.ec2.model.SecurityGroup> present) {
    String address = new Address(SecurityGroup.KIND.name(), name.toString()).toString();
    return present.stream()
        .filter(group -> Tags.value(group.tags(), Tags.ADDRESS).filter(address::equals).isPresent())
        .findFirst();
  }

  private static String idOf(
      GroupName name, List<software.amazon.awssdk.services.ec2.model.SecurityGroup> present) {
    return find(name, present).map(group -> group.groupId()).orElseGet(name::toString);
  }

  private static List<String> rules(
      GroupName name, List<software.amazon.awssdk.services.ec2.model.SecurityGroup> present) {
    return find(name, present).stream()
        .flatMap(group -> group.ipPermissions().stream())
        .flatMap(RuleCount::texts)
        .toList();
  }

  private static Stream<String> texts(IpPermission permission) {
    Stream<String> sources =
        Stream.of(
                permission.ipRanges().stream().map(range -> range.cidrIp()),
                permission.ipv6Ranges().stream().map(range -> range.cidrIpv6()),
                permission.prefixListIds().stream().map(list -> list.prefixListId()),
                permission.userIdGroupPairs().stream().map(pair -> pair.groupId()))
            .flatMap(each -> each);
    return sources.map(source ->
        Rule.text(
            permission.ipProtocol(),
            port(permission.fromPort()),
            port(permission.toPort()),
            source));
  }

  /** A rule for all ports names none. */
  private static int port(@org.jspecify.annotations.Nullable Integer port) {
    return port == null ? -1 : port;
  }
}
