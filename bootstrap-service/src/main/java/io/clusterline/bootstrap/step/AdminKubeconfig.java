package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.kubeadm.ApiEndpoint;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.event.Infrastructure;
import io.clusterline.kubeconfig.EmbeddedKubeconfig;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Optional;

/**
 * The administrator's kubeconfig is a secret of the cluster, pointed at its public address. It is
 * rebuilt from the node's file, which root on the node can change.
 */
public record AdminKubeconfig(InitializedMaster master, Infrastructure infrastructure)
    implements Step<Ssh, SecretRef> {

  public static final Kind<Ssh, SecretRef> KIND =
      Kind.of(
          "kubeconfig",
          SecretRef.class,
          (context, secret) -> context.secrets().delete(secret),
          (context, intent) -> Optional.of(ref(context)));

  @Override
  public Kind<Ssh, SecretRef> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "admin";
  }

  @Override
  public Found<SecretRef> find(Ssh context) {
    Optional<Secret> stored = context.secrets().get(ref(context));
    if (stored.isEmpty()) {
      return Found.missing();
    }
    return stored.get().reveal().equals(expected(context).reveal())
        ? Found.inSync(ref(context))
        : Found.drifted(
            ref(context), new Found.Change("content", "another cluster's", "this cluster's"));
  }

  @Override
  public SecretRef apply(Ssh context, Found<SecretRef> found) {
    return context.secrets().put(ref(context).name(), expected(context));
  }

  private Secret expected(Ssh context) {
    String adminConf =
        context
            .node(master.machine())
            .query(
                "read the administrator's kubeconfig", NodeScript.command("cat", NodePaths.ADMIN));
    return EmbeddedKubeconfig.parse(Secret.of(adminConf))
        .at(ApiEndpoint.outside(infrastructure))
        .text();
  }

  private static SecretRef ref(Ssh context) {
    return context.secret("kubeconfig");
  }
}
