package io.clusterline.spec;

import java.util.List;

/** Grants are for somebody, in namespaces that exist, and none opens the cluster to everybody. */
final class GrantCheck implements Check {

  /**
   * Kubernetes' own groups: system:masters passes every rule, system:authenticated is everybody.
   */
  private static final String RESERVED = "system:";

  @Override
  public void check(Field root, Findings findings) {
    List<String> namespaces =
        root.get("spec")
            .get("namespaces")
            .items()
            .flatMap(namespace -> namespace.get("name").text().stream())
            .toList();
    root.get("spec").get("grants").items().forEach(grant -> check(grant, namespaces, findings));
  }

  private static void check(Field grant, List<String> namespaces, Findings findings) {
    if (isEmpty(grant.get("groups")) && isEmpty(grant.get("serviceAccounts"))) {
      findings.add(grant, "it grants something to nobody", "add groups or serviceAccounts");
    }
    if (isEmpty(grant.get("namespaces")) && !isEmpty(grant.get("serviceAccounts"))) {
      findings.add(
          grant.get("serviceAccounts"),
          "a service account is in a namespace, and the grant names none",
          "add namespaces");
    }
    grant
        .get("groups")
        .items()
        .filter(group -> group.text().orElse("").startsWith(RESERVED))
        .forEach(group ->
            findings.add(group, "this group is Kubernetes' own", "use a group of your people"));
    grant.get("namespaces").items().forEach(name -> checkKnown(name, namespaces, findings));
  }

  private static void checkKnown(Field name, List<String> namespaces, Findings findings) {
    name.text()
        .filter(text -> !namespaces.contains(text))
        .ifPresent(text ->
            findings.add(
                name,
                "no such namespace under spec.namespaces",
                Suggestion.advice(text, namespaces)));
  }

  private static boolean isEmpty(Field list) {
    return list.items().findAny().isEmpty();
  }
}
