package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.Peer;
import io.clusterline.networkpolicy.Peer.IpBlock;
import io.clusterline.spec.Cidr;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NetworkSpec;
import io.clusterline.zerotrust.Party.Addresses;
import java.util.List;
import java.util.stream.Stream;

/** The ranges that parties with addresses have in one cluster. */
record AddressRanges(NetworkSpec network, Cidr controlPlane) {

  private static final String LINK_LOCAL = "169.254.0.0/16";
  private static final String METADATA = "169.254.169.254";
  private static final String RESOLVER = "169.254.169.253";

  static AddressRanges of(ClusterSpec spec) {
    NetworkSpec network = spec.network();
    return new AddressRanges(network, network.subnet(spec.controlPlane().subnet()).cidr());
  }

  List<Peer> peers(Addresses addresses) {
    return switch (addresses) {
      case NODES -> List.of(block(network.vpcCidr().toString()));
      case API_SERVER -> List.of(block(controlPlane.toString()));
      case INTERNET -> List.of(new IpBlock("0.0.0.0/0", inside()));
      case METADATA -> List.of(block(METADATA + "/32"));
      case RESOLVER -> List.of(block(network.vpcCidr().toString()), block(RESOLVER + "/32"));
    };
  }

  /** One address of them. */
  String sample(Addresses addresses) {
    return switch (addresses) {
      case NODES -> network.vpcCidr().address(10);
      case API_SERVER -> controlPlane.address(10);
      case INTERNET -> "1.1.1.1";
      case METADATA -> METADATA;
      case RESOLVER -> RESOLVER;
    };
  }

  /** What is not the internet; 169.254.169.254, the machines' metadata, is within the last. */
  private List<String> inside() {
    return Stream.of(
            network.vpcCidr().toString(),
            network.podCidr().toString(),
            network.serviceCidr().toString(),
            LINK_LOCAL)
        .distinct()
        .toList();
  }

  private static Peer block(String cidr) {
    return new IpBlock(cidr, List.of());
  }
}
