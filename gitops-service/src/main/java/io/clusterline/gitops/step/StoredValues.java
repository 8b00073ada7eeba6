package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.catalogue.CatalogueEntry.SecretTemplate;
import io.clusterline.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;

/**
 * The values of an add-on's secret, as the secret store holds them.
 *
 * @param madeIn the generation that has generated them; empty when somebody has put them there, or
 *     an earlier version has
 */
record StoredValues(Map<String, String> values, Optional<Long> madeIn) {

  /** No key of a Kubernetes Secret: a slash is not allowed in one. */
  private static final String MADE_IN = "clusterline.io/made-in";

  private static final Pattern GENERATED = Pattern.compile("\\$\\{([\\w.-]+)}");
  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

  /** All of them for the first time. */
  static StoredValues generate(SecretTemplate template, long generation) {
    return of(template, new TreeMap<>(template.values()), template.generated(), generation);
  }

  /** Those that rotate get new values, and with them what is made of them; the others stay. */
  StoredValues rotate(SecretTemplate template, long generation) {
    return of(template, new TreeMap<>(values), template.rotating(), generation);
  }

  private static StoredValues of(
      SecretTemplate template, Map<String, String> values, List<String> keys, long generation) {
    keys.forEach(key -> values.put(key, RandomText.generate()));
    template.values().entrySet().stream()
        .filter(made -> isMadeOf(made.getValue(), keys))
        .forEach(made -> values.put(made.getKey(), fill(made.getValue(), values)));
    return new StoredValues(values, Optional.of(generation));
  }

  private static boolean isMadeOf(String text, List<String> keys) {
    return GENERATED.matcher(text).results().anyMatch(found -> keys.contains(found.group(1)));
  }

  private static String fill(String text, Map<String, String> values) {
    return GENERATED
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  static StoredValues read(Secret secret) {
    TreeMap<String, String> values = Json.MAPPER.readValue(secret.reveal(), TEXTS);
    Optional<Long> madeIn = Optional.ofNullable(values.remove(MADE_IN)).map(Long::valueOf);
    return new StoredValues(values, madeIn);
  }

  Secret write() {
    Map<String, String> all = new TreeMap<>(values);
    madeIn.ifPresent(generation -> all.put(MADE_IN, generation.toString()));
    return Secret.of(Json.MAPPER.writeValueAsString(all));
  }

  /** The names of what is in it: values stay out of logs. */
  @Override
  public String toString() {
    return new ArrayList<>(values.keySet()) + " of " + madeIn;
  }
}
