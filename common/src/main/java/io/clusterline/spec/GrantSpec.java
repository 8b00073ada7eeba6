package io.clusterline.spec;

import java.util.List;

/**
 * What people and programs may do in the cluster.
 *
 * @param name a DNS label
 * @param role {@code admin}, {@code operator} or {@code viewer}
 * @param groups as the API server's authentication names them: a client certificate's organisation,
 *     or an identity provider's group
 * @param serviceAccounts created in each of the namespaces, for programs
 * @param namespaces where it holds; empty: in the whole cluster
 */
public record GrantSpec(
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    GrantRole role,
    @Constraint(defaultsTo = "[]") List<String> groups,
    @Constraint(form = TextFormat.DNS_LABEL, defaultsTo = "[]") List<String> serviceAccounts,
    @Constraint(form = TextFormat.DNS_LABEL, defaultsTo = "[]") List<String> namespaces) {

  public GrantSpec {
    groups = Immutable.list(groups);
    serviceAccounts = Immutable.list(serviceAccounts);
    namespaces = Immutable.list(namespaces);
  }

  /** Whether it holds in the whole cluster. */
  public boolean isClusterWide() {
    return namespaces.isEmpty();
  }
}
