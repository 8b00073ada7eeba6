package io.clusterline.spec;

import java.util.stream.Stream;

/** Checks add-ons against the catalogue and their needs. */
final class AddonCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    Field addons = spec.get("addons");
    addons
        .items()
        .map(addon -> addon.get("name"))
        .forEach(field -> field.text().ifPresent(name -> checkKnown(field, name, findings)));
    if (!spec.get("domain").isPresent()) {
      addons.items().forEach(addon -> checkDomain(addon.get("name"), findings));
    }
    boolean argo = addons.items().anyMatch(addon -> addon.get("name").hasText("argo-cd"));
    if (spec.get("gitops").isPresent() && !argo) {
      findings.add(
          spec.get("gitops"),
          "needs Argo CD, which is not among the add-ons",
          "add the add-on argo-cd or remove gitops");
    }
    addons
        .items()
        .filter(addon -> addon.get("managedBy").hasText("gitops"))
        .forEach(addon -> checkManaged(addon, spec.get("gitops"), findings));
  }

  private static void checkDomain(Field name, Findings findings) {
    if (name.text().filter(AddonNames.OF_A_DOMAIN::contains).isPresent()) {
      findings.add(
          name, "needs spec.domain, which is not given", "add spec.domain, or remove the add-on");
    }
  }

  private static void checkManaged(Field addon, Field gitops, Findings findings) {
    if (addon.get("name").hasText("argo-cd")) {
      findings.add(
          addon.get("managedBy"),
          "Argo CD follows the repository, so it cannot come from there",
          "remove managedBy");
    } else if (!gitops.isPresent()) {
      findings.add(
          addon.get("managedBy"),
          "the cluster follows no repository that could install it",
          "add gitops to the specification, or remove managedBy");
    }
    Stream.of(addon.get("version"), addon.get("values"))
        .filter(field -> field.text().isPresent() || !field.node().isEmpty())
        .forEach(field ->
            findings.add(
                field,
                "the repository decides this, as the add-on is managed by it",
                "remove it, or remove managedBy"));
  }

  private static void checkKnown(Field field, String name, Findings findings) {
    if (!AddonNames.ALL.contains(name)) {
      findings.add(field, "not in the catalogue", Suggestion.advice(name, AddonNames.ALL));
    }
  }
}
