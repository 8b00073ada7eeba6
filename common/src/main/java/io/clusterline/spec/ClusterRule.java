package io.clusterline.spec;

import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;

/**
 * A rule about a whole specification that a package above this one holds. The reader applies it to
 * a specification in which the rules of this package found nothing.
 */
public interface ClusterRule {

  /** Everything that breaks the rule. */
  List<Finding> check(Cluster cluster);

  /** All rules on the class path; the loader is the one that loaded this interface. */
  static List<ClusterRule> all() {
    return ServiceLoader.load(ClusterRule.class, ClusterRule.class.getClassLoader()).stream()
        .map(Provider::get)
        .toList();
  }
}
