package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.spec.AddonNamespace;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.zerotrust.Party.Addresses;
import io.clusterline.zerotrust.Party.Named;
import io.clusterline.zerotrust.Party.Namespaces;
import io.clusterline.zerotrust.Party.Pods;
import io.clusterline.zerotrust.Party.Tiered;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One endpoint for each party and namespace, for questions about a cluster that is not there. */
final class Samples {

  private final ClusterSpec spec;
  private final AddressRanges ranges;

  Samples(ClusterSpec spec) {
    this.spec = spec;
    this.ranges = AddressRanges.of(spec);
  }

  /** Labels of the cluster's namespaces, by name. */
  Map<String, Map<String, String>> namespaces() {
    Map<String, Map<String, String>> labels = new HashMap<>();
    Stream.concat(Stream.of("kube-public", "kube-node-lease", "default"), platform())
        .forEach(name -> labels.put(name, Map.of()));
    spec.namespaces().forEach(namespace -> labels.put(namespace.name(), namespace.labels()));
    return labels;
  }

  /**
   * Empty for pods of namespaces that the cluster does not have.
   *
   * @param name of the pods, because a pod always reaches itself
   */
  List<Endpoint> of(Party party, String name) {
    return switch (party) {
      case Addresses addresses -> List.of(address(addresses));
      case Pods pods ->
          namespacesOf(pods.namespaces()).distinct().map(in -> pod(in, name, pods)).toList();
    };
  }

  /** Namespaces whose pods are part of the platform. */
  Stream<String> platform() {
    return Stream.concat(Stream.of("kube-system"), addons().map(AddonNamespace::namespace));
  }

  /** An add-on needs what its tier needs, also in a namespace that says no tier. */
  private Stream<String> namespacesOf(Namespaces namespaces) {
    return switch (namespaces) {
      case Named named -> platform().filter(named.name()::equals);
      case Tiered tiered ->
          Stream.concat(
              spec.namespaces().stream().filter(tiered::has).map(NamespaceSpec::name),
              addons().filter(addon -> includes(tiered, addon)).map(AddonNamespace::namespace));
    };
  }

  private static boolean includes(Tiered tiered, AddonNamespace addon) {
    return !tiered.online() && (tiered.tier() == null || tiered.tier() == addon.tier());
  }

  private Stream<AddonNamespace> addons() {
    return AddonNamespace.ALL.stream()
        .filter(one -> spec.addons().stream().anyMatch(addon -> addon.name().equals(one.addon())));
  }

  private Endpoint address(Addresses addresses) {
    String address = ranges.sample(addresses);
    return switch (addresses) {
      case NODES, API_SERVER -> new Endpoint.Host(addresses.text(), address);
      case INTERNET, METADATA, RESOLVER -> new Endpoint.Outside(address);
    };
  }

  private Endpoint pod(String namespace, String name, Pods pods) {
    return new Endpoint.Pod(
        namespace, name, pods.labels(), List.of(), spec.network().podCidr().address(10), null);
  }
}
