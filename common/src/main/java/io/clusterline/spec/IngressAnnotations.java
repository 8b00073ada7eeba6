package io.clusterline.spec;

import java.util.Set;
import java.util.TreeSet;

/** The annotations of the AWS Load Balancer Controller that a host may give. */
final class IngressAnnotations {

  static final String PREFIX = "alb.ingress.kubernetes.io/";

  static final String LOAD_BALANCER_NAME = PREFIX + "load-balancer-name";

  /** Pairs that the controller merges over the whole group: {@code key=value,key=value}. */
  static final String TAGS = PREFIX + "tags";

  /** Of the whole load balancer: two values in one group stop all of its Ingresses. */
  static final Set<String> OF_THE_GROUP =
      prefixed(
          "ip-address-type",
          "load-balancer-attributes",
          "load-balancer-name",
          "security-groups",
          "inbound-cidrs",
          "shield-advanced-protection",
          "subnets",
          "wafv2-acl-arn");

  /** Of one Ingress. */
  static final Set<String> OF_A_HOST =
      prefixed(
          "backend-protocol",
          "backend-protocol-version",
          "healthcheck-interval-seconds",
          "healthcheck-port",
          "healthcheck-protocol",
          "healthcheck-timeout-seconds",
          "healthy-threshold-count",
          "success-codes",
          "tags",
          "target-group-attributes",
          "unhealthy-threshold-count");

  /** Those that other fields of the specification decide, or the edge stage. */
  static final Set<String> DECIDED =
      prefixed(
          "certificate-arn",
          "group.name",
          "group.order",
          "healthcheck-path",
          "listen-ports",
          "scheme",
          "ssl-policy",
          "ssl-redirect",
          "target-type");

  private IngressAnnotations() {}

  static Set<String> allowed() {
    Set<String> all = new TreeSet<>(OF_THE_GROUP);
    all.addAll(OF_A_HOST);
    return all;
  }

  private static Set<String> prefixed(String... names) {
    Set<String> all = new TreeSet<>();
    for (String name : names) {
      all.add(PREFIX + name);
    }
    return all;
  }
}
