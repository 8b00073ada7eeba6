package io.clusterline.secret;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.regex.Pattern;

/**
 * The names of one cluster's secrets: {@code clusterline/CLUSTER/UID/…}. All services build them
 * here, so that one check can tell a secret's cluster.
 *
 * @param cluster its name
 * @param uid of the cluster, as names are reused
 */
public record SecretScope(String cluster, String uid) {

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_+=@-][A-Za-z0-9_+=.@-]*");
  private static final Pattern REST = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*");

  /**
   * @throws ClusterlineException {@code FORGED_EVENT} when a part could stand for another cluster's
   */
  public SecretScope {
    if (!SEGMENT.matcher(cluster).matches() || !SEGMENT.matcher(uid).matches()) {
      throw new ClusterlineException(
          ErrorCode.FORGED_EVENT, "the cluster's name or uid cannot be part of a secret's name");
    }
  }

  /** The name of one of the cluster's secrets. */
  public SecretRef ref(String name) {
    return checked(new SecretRef(prefix() + name));
  }

  /**
   * The reference itself, if it is one of this cluster's.
   *
   * @throws ClusterlineException {@code FORGED_EVENT} when it names anything else: an event cannot
   *     make a stage read or replace another cluster's secret
   */
  public SecretRef checked(SecretRef ref) {
    if (!contains(ref)) {
      throw new ClusterlineException(
          ErrorCode.FORGED_EVENT,
          "a secret outside of " + prefix() + " was named; it was neither read nor written");
    }
    return ref;
  }

  /** Whether it is one of this cluster's. */
  public boolean contains(SecretRef ref) {
    return ref.name().startsWith(prefix())
        && REST.matcher(ref.name().substring(prefix().length())).matches();
  }

  private String prefix() {
    return "clusterline/" + cluster + "/" + uid + "/";
  }
}
