package io.clusterline.spec;

/** Tiers that the network policies do not know: pods there would get nothing or everything. */
final class TierCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    if (!spec.get("networkPolicies").get("enabled").node().asBoolean(true)) {
      return;
    }
    spec.get("namespaces")
        .items()
        .map(namespace -> namespace.get("labels").get(Tier.LABEL))
        .forEach(tier ->
            tier.text()
                .filter(value -> TextFormat.LABEL_VALUE.matches(value)) // else LabelCheck says so
                .filter(value -> Tier.find(value).isEmpty())
                .ifPresent(value ->
                    findings.add(
                        tier,
                        "no tier that the network policies know ("
                            + String.join(", ", Tier.labels())
                            + ")",
                        Suggestion.advice(value, Tier.labels())
                            + " To use the label for something else:"
                            + " networkPolicies: {enabled: false}")));
  }
}
