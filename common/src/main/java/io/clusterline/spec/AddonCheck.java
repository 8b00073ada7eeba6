package io.clusterline.spec;

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
    boolean argo = addons.items().anyMatch(addon -> addon.get("name").hasText("argo-cd"));
    if (spec.get("gitops").isPresent() && !argo) {
      findings.add(
          spec.get("gitops"),
          "needs Argo CD, which is not among the add-ons",
          "add the add-on argo-cd or remove gitops");
    }
  }

  private static void checkKnown(Field field, String name, Findings findings) {
    if (!AddonNames.ALL.contains(name)) {
      findings.add(field, "not in the catalogue", Suggestion.advice(name, AddonNames.ALL));
    }
  }
}
