package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.spec.GrantSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The account of a program that a grant names. One that exists already is used as it is, and stays
 * when the grant goes.
 */
public record ServiceAccount(String namespace, String name)
    implements Step<ClusterNetwork, ServiceAccount.Account> {

  /** The recorded value. */
  public record Account(String namespace, String name) {}

  public static final Kind<ClusterNetwork, Account> KIND =
      Kind.<ClusterNetwork, Account>of(
              "service-account",
              Account.class,
              ServiceAccount::remove,
              (network, intent) -> Optional.of(account(intent.address().key())))
          .with(Trait.IN_CLUSTER);

  /** Each account once, however many grants name it. */
  public static List<ServiceAccount> of(List<GrantSpec> grants) {
    return grants.stream().flatMap(ServiceAccount::of).distinct().toList();
  }

  private static Stream<ServiceAccount> of(GrantSpec grant) {
    return grant.namespaces().stream()
        .flatMap(namespace ->
            grant.serviceAccounts().stream().map(name -> new ServiceAccount(namespace, name)));
  }

  @Override
  public Kind<ClusterNetwork, Account> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return namespace + "." + name;
  }

  private static Account account(String key) {
    int dot = key.indexOf('.');
    return new Account(key.substring(0, dot), key.substring(dot + 1));
  }

  @Override
  public Found<Account> find(ClusterNetwork network) {
    Account account = new Account(namespace, name);
    return network.kubernetes().get(ref(account)).isPresent()
        ? Found.inSync(account)
        : Found.missing();
  }

  @Override
  public Account apply(ClusterNetwork network, Found<Account> found) {
    Account account = new Account(namespace, name);
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "ServiceAccount");
    manifest.putObject("metadata").put("name", name).put("namespace", namespace);
    Ownership.mark(manifest, network.cluster().uid());
    network.kubernetes().apply(manifest);
    return account;
  }

  private static void remove(ClusterNetwork network, Account account) {
    network
        .kubernetes()
        .get(ref(account))
        .filter(now -> Ownership.isMarked(now, network.cluster().uid()))
        .ifPresent(now -> {
          network.beforeMutation();
          network.kubernetes().delete(ref(account));
        });
  }

  private static ObjectRef ref(Account account) {
    return ObjectRef.namespaced("v1", "ServiceAccount", account.namespace(), account.name());
  }
}
