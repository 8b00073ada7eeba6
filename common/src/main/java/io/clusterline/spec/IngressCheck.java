package io.clusterline.spec;

import java.util.List;
import java.util.stream.Stream;

/** The hosts are reachable: of the domain, with a controller, each with a namespace of its own. */
final class IngressCheck implements Check {

  private static final String CONTROLLER = "aws-load-balancer-controller";

  /** AWS: quotas of Application Load Balancers, host header of a rule. */
  private static final int LONGEST_HOST = 128;

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    Field ingress = spec.get("ingress");
    List<Field> hosts = ingress.get("hosts").items().toList();
    List<Field> names =
        Stream.concat(ingress.get("aliases").items(), hosts.stream().map(host -> host.get("host")))
            .toList();
    if (names.isEmpty()) {
      return;
    }
    if (hosts.isEmpty()) {
      findings.add(
          ingress.get("aliases"),
          "without a host there is no load balancer that they could lead to",
          "add a host, or remove the aliases");
    }
    checkNeeds(spec, ingress, findings);
    spec.get("domain")
        .text()
        .ifPresent(domain -> {
          names.forEach(name -> checkName(name, domain, spec, findings));
          hosts.forEach(host -> checkCovered(host, domain, findings));
          ingress.get("aliases").items().forEach(name -> checkDepth(name, domain, findings));
        });
    List<String> namespaces = namespaces(spec);
    hosts.forEach(host -> checkNamespace(host.get("namespace"), namespaces, findings));
    new IngressGroupCheck(findings).check(ingress.get("aliases").items().toList(), hosts);
  }

  private static void checkNeeds(Field spec, Field ingress, Findings findings) {
    if (!spec.get("domain").isPresent()) {
      findings.add(
          ingress, "needs spec.domain, which is not given", "add spec.domain, or remove ingress");
    }
    boolean controller =
        spec.get("addons").items().anyMatch(addon -> addon.get("name").hasText(CONTROLLER));
    if (!controller) {
      findings.add(
          ingress,
          "needs the AWS Load Balancer Controller, which is not among the add-ons",
          "add the add-on " + CONTROLLER + ", or remove ingress");
    }
  }

  private static void checkName(Field name, String domain, Field spec, Findings findings) {
    boolean cdn = spec.get("cdn").get("enabled").node().asBoolean(true);
    name.text()
        .filter(TextFormat.DNS_NAME::matches)
        .ifPresent(host -> {
          if (host.length() > LONGEST_HOST) {
            findings.add(
                name,
                "longer than the %d characters of a rule of a load balancer"
                    .formatted(LONGEST_HOST),
                "use a shorter name");
          } else if (!host.equals(domain) && !host.endsWith("." + domain)) {
            findings.add(
                name,
                "outside of spec.domain, " + domain + ": its records are in another zone",
                "use the domain or a name below it");
          } else if (cdn && host.equals("images." + domain)) {
            findings.add(
                name,
                "this name leads to the CDN of the images",
                "use another name, or cdn: {enabled: false}");
          }
        });
  }

  /** A wildcard stands for one label. */
  private static void checkCovered(Field host, String domain, Findings findings) {
    if (!host.get("certificateArn").isPresent()) {
      checkDepth(host.get("host"), domain, findings);
    }
  }

  private static void checkDepth(Field name, String domain, Findings findings) {
    name.text()
        .filter(TextFormat.DNS_NAME::matches)
        .filter(host -> host.endsWith("." + domain))
        .map(host -> host.substring(0, host.length() - domain.length() - 1))
        .filter(labels -> labels.contains("."))
        .ifPresent(labels ->
            findings.add(
                name,
                "the certificate covers " + domain + " and one label before it, not two",
                "use a name with one label before the domain, or give the host a certificateArn"));
  }

  private static List<String> namespaces(Field spec) {
    Stream<String> own =
        spec.get("namespaces").items().flatMap(one -> one.get("name").text().stream());
    List<String> addons =
        spec.get("addons").items().flatMap(one -> one.get("name").text().stream()).toList();
    Stream<String> ofAddons =
        AddonNamespace.ALL.stream()
            .filter(one -> addons.contains(one.addon()))
            .map(AddonNamespace::namespace);
    return Stream.concat(own, ofAddons).distinct().toList();
  }

  private static void checkNamespace(Field name, List<String> known, Findings findings) {
    name.text()
        .filter(TextFormat.DNS_LABEL::matches)
        .filter(text -> !known.contains(text))
        .ifPresent(text ->
            findings.add(
                name,
                "no namespace of the specification or of an add-on",
                Suggestion.advice(text, known)));
  }
}
