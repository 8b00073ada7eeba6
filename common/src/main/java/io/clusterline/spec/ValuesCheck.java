package io.clusterline.spec;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Values that were written without quotes and mean something else to Helm and kubectl, whose YAML
 * is of version 1.1: they are refused rather than guessed.
 */
final class ValuesCheck implements Check {

  private static final Pattern OF_ADDON = Pattern.compile("spec\\.addons\\[\\d+]\\.values.+");
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("[-+]?[0-7]+");

  private final Map<String, String> sources;

  /**
   * @param sources the texts of values without quotes, by path
   */
  ValuesCheck(Map<String, String> sources) {
    this.sources = sources;
  }

  @Override
  public void check(Field root, Findings findings) {
    root.get("spec")
        .get("addons")
        .items()
        .map(addon -> addon.get("values"))
        .forEach(values -> examineNumbers(values, findings));
    sources.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(source -> checkValue(source.getKey(), source.getValue(), findings));
  }

  private static void checkValue(String path, String text, Findings findings) {
    if (LEADING_ZERO.matcher(text).matches()) {
      findings.add(
          path,
          text,
          "a number with a leading zero is octal for Helm and decimal here",
          octal(text));
    } else if (OF_ADDON.matcher(path).matches()) {
      examineOfAddon(path, text, findings);
    }
  }

  private static void examineOfAddon(String path, String text, Findings findings) {
    if (YamlScalar.YAML_1_1_WORD.matcher(text).matches()) {
      findings.add(
          path,
          text,
          "Helm takes it for a boolean, YAML 1.2 for a text",
          "write true or false, or " + quoted(text));
    } else if (YamlScalar.YAML_1_1_NUMBER.matcher(text).matches()) {
      findings.add(
          path,
          text,
          "Helm takes it for a number, YAML 1.2 for a text",
          "write a plain decimal number, or " + quoted(text));
    }
  }

  private static String octal(String text) {
    return OCTAL.matcher(text).matches() && text.length() <= 20
        ? "write " + Long.parseLong(text, 8) + " if octal is meant, or " + quoted(text)
        : quoted(text);
  }

  private static String quoted(String text) {
    return "put it in quotes: \"" + SafeText.value(text) + "\"";
  }

  private void examineNumbers(Field field, Findings findings) {
    field.items().forEach(item -> examineNumbers(item, findings));
    field.entries().values().forEach(entry -> examineNumbers(entry, findings));
    if (field.node().isFloatingPointNumber() && !Double.isFinite(field.node().asDouble())) {
      String text = sources.getOrDefault(field.path(), field.node().asString());
      findings.add(field.path(), text, "no number of JSON", quoted(text));
    }
  }
}
