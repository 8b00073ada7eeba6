package io.clusterline.bootstrap.step;

/** Files on a node that both Java and the scripts know. */
final class NodePaths {

  static final String INIT = "/var/lib/clusterline/init.yaml";
  static final String JOIN = "/var/lib/clusterline/join.yaml";
  static final String TOKEN = "/var/lib/clusterline/token.yaml";
  static final String ADMIN = "/etc/kubernetes/admin.conf";
  static final String PREPARED = "/var/lib/clusterline/prepared";

  private NodePaths() {}
}
