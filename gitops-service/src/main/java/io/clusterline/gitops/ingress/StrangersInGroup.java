package io.clusterline.gitops.ingress;

import io.clusterline.spec.HostSpec;
import io.clusterline.spec.IngressSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Ingresses of others that share the load balancer: they may, unless they contradict ours. */
record StrangersInGroup(List<HostSpec> hosts, IngressSpec group, List<JsonNode> ingresses) {

  private static final List<String> OF_THE_LOAD_BALANCER =
      Stream.of(
              "scheme",
              "ip-address-type",
              "load-balancer-name",
              "subnets",
              "security-groups",
              "inbound-cidrs",
              "shield-advanced-protection",
              "ssl-policy",
              "ssl-redirect",
              "wafv2-acl-arn")
          .map(Ingresses.PREFIX::concat)
          .toList();

  List<String> problems() {
    Map<String, String> ours = ours();
    return ingresses.stream()
        .flatMap(ingress -> Stream.concat(contradictions(ingress, ours), sameRules(ingress)))
        .toList();
  }

  private Map<String, String> ours() {
    Map<String, String> ours = new HashMap<>();
    hosts.forEach(host -> ours.putAll(host.annotations()));
    ours.put(Ingresses.PREFIX + "scheme", "internet-facing");
    ours.put(Ingresses.PREFIX + "ssl-policy", group.sslPolicy());
    ours.put(Ingresses.PREFIX + "ssl-redirect", IngressManifest.HTTPS);
    return ours;
  }

  private static Stream<String> contradictions(JsonNode ingress, Map<String, String> ours) {
    return OF_THE_LOAD_BALANCER.stream()
        .filter(ours::containsKey)
        .filter(key -> !Ingresses.annotation(ingress, key).isEmpty())
        .filter(key -> !Ingresses.annotation(ingress, key).equals(ours.get(key)))
        .map(key ->
            "%s, which is not Clusterline's, says %s: %s, the specification %s"
                .formatted(
                    Ingresses.ref(ingress),
                    key,
                    Ingresses.annotation(ingress, key),
                    ours.get(key)));
  }

  private Stream<String> sameRules(JsonNode ingress) {
    return ingress
        .at("/spec/rules")
        .valueStream()
        .flatMap(rule ->
            rule.at("/http/paths").valueStream().flatMap(path -> sameRule(ingress, rule, path)));
  }

  private Stream<String> sameRule(JsonNode ingress, JsonNode rule, JsonNode path) {
    return hosts.stream()
        .filter(host -> rule.path("host").asString("").equals(host.host()))
        .filter(host -> path.path("path").asString("/").equals(host.path()))
        .map(host ->
            "%s, which is not Clusterline's, has a rule for %s%s, too"
                .formatted(Ingresses.ref(ingress), host.host(), host.path()));
  }
}
