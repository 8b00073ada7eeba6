package io.clusterline.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Ingresses fit into one group. The controller builds the load balancer of a group as a whole:
 * one Ingress that contradicts another stops them all.
 */
final class IngressGroupCheck {

  private final Findings findings;

  IngressGroupCheck(Findings findings) {
    this.findings = findings;
  }

  void check(List<Field> aliases, List<Field> hosts) {
    unique(aliases.stream().map(alias -> new Keyed(alias.describe(), alias)).toList(), "name");
    unique(
        hosts.stream()
            .map(host -> new Keyed(host.get("host").describe() + path(host), host.get("host")))
            .toList(),
        "host and path");
    unique(
        hosts.stream()
            .map(host -> new Keyed(host.get("order").describe(), host.get("order")))
            .toList(),
        "order");
    certificates(hosts);
    hidden(hosts);
    hosts.forEach(this::annotations);
    groupWide(hosts);
    tags(hosts);
  }

  private record Keyed(@Nullable String key, Field field) {}

  private void unique(List<Keyed> all, String what) {
    Map<String, Field> first = new HashMap<>();
    for (Keyed one : all) {
      Field other = one.key() == null ? null : first.putIfAbsent(one.key(), one.field());
      if (other != null) {
        findings.add(
            one.field(), "the same " + what + " as " + other.path(), "choose another " + what);
      }
    }
  }

  private void certificates(List<Field> hosts) {
    Map<String, Field> first = new HashMap<>();
    for (Field host : hosts) {
      Field other = first.putIfAbsent(host.get("host").describe() + "", host);
      String arn = host.get("certificateArn").describe();
      if (other != null && !Objects.equals(arn, other.get("certificateArn").describe())) {
        findings.add(
            arn == null ? host.get("host") : host.get("certificateArn"),
            "another certificate for this host than at " + other.path(),
            "give every entry of a host the same certificateArn, or none");
      }
    }
  }

  /** A rule with a lower order answers first. */
  private void hidden(List<Field> hosts) {
    for (Field host : hosts) {
      hosts.stream()
          .filter(other -> other.get("host").hasText(host.get("host").text().orElse("")))
          .filter(other -> order(other) < order(host) && covers(path(other), path(host)))
          .findFirst()
          .ifPresent(other ->
              findings.add(
                  host,
                  "never reached: %s answers before, for all paths below %s"
                      .formatted(other.path(), path(other)),
                  "give it a lower order than " + order(other)));
    }
  }

  private static boolean covers(String prefix, String path) {
    String stem = prefix.endsWith("/") ? prefix : prefix + "/";
    return !prefix.equals(path) && (path + "/").startsWith(stem);
  }

  private static String path(Field host) {
    return host.get("path").text().orElse("/");
  }

  private static int order(Field host) {
    return host.get("order").node().asInt(0);
  }

  private void annotations(Field host) {
    Set<String> allowed = IngressAnnotations.allowed();
    host.get("annotations")
        .entries()
        .forEach((key, field) -> {
          if (IngressAnnotations.DECIDED.contains(key)) {
            findings.add(field, "Clusterline writes this annotation", "remove it");
          } else if (!allowed.contains(key)) {
            findings.add(
                field,
                "no annotation of the AWS Load Balancer Controller for an Ingress",
                Suggestion.advice(key, allowed));
          }
        });
  }

  /** The load balancer and its security group get the tags of all hosts. */
  private void tags(List<Field> hosts) {
    Map<String, String> values = new HashMap<>();
    for (Field host : hosts) {
      Field tags = host.get("annotations").entries().get(IngressAnnotations.TAGS);
      if (tags == null) {
        continue;
      }
      for (String pair : tags.text().orElse("").split(",", -1)) {
        String key = pair.split("=", 2)[0].strip();
        String other = values.putIfAbsent(key, pair.strip());
        if (other != null && !other.equals(pair.strip())) {
          findings.add(
              tags,
              "the load balancer gets the tags of all hosts, and another host says " + other,
              "give a tag one value in all hosts, or choose another key");
        }
      }
    }
  }

  private void groupWide(List<Field> hosts) {
    Map<String, Field> first = new HashMap<>();
    for (Field host : hosts) {
      host.get("annotations")
          .entries()
          .forEach((key, field) -> {
            Field other =
                IngressAnnotations.OF_THE_GROUP.contains(key)
                    ? first.putIfAbsent(key, field)
                    : null;
            if (other != null && !other.node().equals(field.node())) {
              findings.add(
                  field,
                  "the load balancer has one value for it, and %s gives another"
                      .formatted(other.path()),
                  "give all hosts the same value, or only one of them");
            }
          });
    }
  }
}
