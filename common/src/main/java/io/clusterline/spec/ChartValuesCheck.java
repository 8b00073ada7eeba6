package io.clusterline.spec;

import java.util.Map;

/**
 * Finds misspelt values of add-ons, whose name is unknown to the chart but close to a known one:
 * Helm would ignore them without a warning. What is like nothing may be right: charts know more
 * than they list.
 */
final class ChartValuesCheck implements Check {

  @Override
  public void check(Field root, Findings findings) {
    root.get("spec").get("addons").items().forEach(addon -> examineAddon(addon, findings));
  }

  private static void examineAddon(Field addon, Findings findings) {
    addon
        .get("name")
        .text()
        .flatMap(ValueKeys::bundled)
        .filter(keys -> isOf(keys, addon.get("version")))
        .ifPresent(keys -> examine(keys, "", addon.get("values"), findings));
  }

  /** Of another version nothing is known. */
  private static boolean isOf(ValueKeys keys, Field version) {
    return version
        .text()
        .map(text -> text.replaceFirst("^v", "").equals(keys.version().replaceFirst("^v", "")))
        .orElse(true);
  }

  private static void examine(ValueKeys keys, String prefix, Field values, Findings findings) {
    for (Map.Entry<String, Field> entry : values.entries().entrySet()) {
      String key = entry.getKey();
      String path = prefix + ValueKeys.escaped(key);
      if (keys.takesAny(path) || ValueKeys.isContent(key)) {
        continue;
      }
      if (keys.knows(path)) {
        examine(keys, path + ".", entry.getValue(), findings);
      } else {
        Suggestion.misspelt(key, keys.siblings(prefix))
            .ifPresent(meant ->
                findings.add(
                    entry.getValue(),
                    "chart " + keys.version() + " knows no such value and Helm would ignore it",
                    "did you mean " + meant + "?"));
      }
    }
  }
}
