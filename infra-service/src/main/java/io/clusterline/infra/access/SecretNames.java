package io.clusterline.infra.access;

import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretScope;
import io.clusterline.stage.ClusterRef;
import java.util.List;

/** How the cluster's secrets are called. */
public final class SecretNames {

  static final String SSH_KEY = "ssh-key";
  static final String FIRST_CONTACT_SEED = "first-contact-seed";

  private SecretNames() {}

  static SecretRef of(ClusterRef cluster, String what) {
    return new SecretScope(cluster.name(), cluster.uid()).ref(what);
  }

  /** The secrets of this stage. */
  public static List<SecretRef> all(ClusterRef cluster) {
    return List.of(of(cluster, SSH_KEY), of(cluster, FIRST_CONTACT_SEED));
  }
}
