package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.LabelSelector;
import io.clusterline.networkpolicy.Peer;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.Tier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One end of a dependency. */
public sealed interface Party {

  /** As the dependency table names it. */
  String text();

  /**
   * Pods of the cluster.
   *
   * @param labels that they have; empty: every pod of the namespaces
   */
  record Pods(String text, Namespaces namespaces, Map<String, String> labels) implements Party {

    public Pods {
      labels = Map.copyOf(labels);
    }

    LabelSelector selector() {
      return LabelSelector.of(labels);
    }

    /** As the other end of a rule. Both selectors in one item: both have to match. */
    Peer peer() {
      return new Peer.Pods(namespaces.selector(), labels.isEmpty() ? null : selector());
    }
  }

  /** Addresses that are no pods'. */
  enum Addresses implements Party {
    /** The VPC's addresses: nodes, and load balancers, which come through a NodePort. */
    NODES("nodes"),
    /** The node of the API server; connections to its Service arrive here, at 6443. */
    API_SERVER("api server"),
    /** Everything outside of the cluster and its VPC. */
    INTERNET("internet"),
    /** The machine's metadata and credentials. */
    METADATA("metadata"),
    /** The VPC's name server. */
    RESOLVER("resolver");

    private final String text;

    Addresses(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** Which namespaces. */
  sealed interface Namespaces {

    boolean has(NamespaceSpec namespace);

    /** Selects them in a rule. */
    LabelSelector selector();
  }

  /** The namespace of that name, known by the label that nobody can change. */
  record Named(String name) implements Namespaces {
    @Override
    public boolean has(NamespaceSpec namespace) {
      return namespace.name().equals(name);
    }

    @Override
    public LabelSelector selector() {
      return LabelSelector.of(Map.of(PolicyEvaluator.NAMESPACE_NAME, name));
    }
  }

  /**
   * Namespaces with a tier.
   *
   * @param tier null: any
   * @param online only those that may reach the internet
   */
  record Tiered(@Nullable Tier tier, boolean online) implements Namespaces {
    @Override
    public boolean has(NamespaceSpec namespace) {
      return (tier == null || namespace.tier().filter(tier::equals).isPresent())
          && (!online || namespace.internetAccess());
    }

    @Override
    public LabelSelector selector() {
      return tier == null ? LabelSelector.ALL : LabelSelector.of(Map.of(Tier.LABEL, tier.value()));
    }
  }
}
