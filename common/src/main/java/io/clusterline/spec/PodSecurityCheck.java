package io.clusterline.spec;

import java.util.Arrays;
import java.util.Optional;

/** Pod Security levels that leave a namespace without the pods that the catalogue puts there. */
final class PodSecurityCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    Field spec = root.get("spec");
    spec.get("namespaces")
        .items()
        .forEach(namespace -> {
          Field field = namespace.get("podSecurity");
          Field label = namespace.get("labels").get(PodSecurity.ENFORCE);
          checkOnce(field, label, findings);
          checkAddons(spec, namespace, field, findings);
          checkAddons(spec, namespace, label, findings);
        });
  }

  private static void checkOnce(Field field, Field label, Findings findings) {
    if (field.isPresent() && label.isPresent()) {
      findings.add(label, "already set at " + field.path(), "remove one of the two");
    }
  }

  private static void checkAddons(Field spec, Field namespace, Field level, Findings findings) {
    Optional<PodSecurity> enforced = level.text().flatMap(PodSecurityCheck::find);
    Optional<String> name = namespace.get("name").text();
    if (enforced.isEmpty() || name.isEmpty()) {
      return;
    }
    AddonNamespace.in(name.get())
        .filter(addon -> isInstalled(spec, addon.addon()))
        .filter(addon -> !addon.admittedBy().isAdmittedBy(enforced.get()))
        .forEach(addon ->
            findings.add(
                level,
                "would refuse the pods of the add-on " + addon.addon() + ": " + addon.reason(),
                "write " + addon.admittedBy().level() + ", or remove the add-on"));
  }

  private static boolean isInstalled(Field spec, String addon) {
    return spec.get("addons").items().anyMatch(one -> one.get("name").hasText(addon));
  }

  private static Optional<PodSecurity> find(String text) {
    return Arrays.stream(PodSecurity.values())
        .filter(level -> level.level().equals(text))
        .findFirst();
  }
}
