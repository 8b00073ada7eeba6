package io.clusterline.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One field that no step changes on an existing cluster.
 *
 * @param path of the field, such as {@code spec.network.subnets[].cidr}
 * @param values the field's values in a specification: one, or one for each item of a list
 * @param kindsCreated the kinds of steps whose results hold the field's value; before one of them
 *     has begun, the field can change. Empty: it can never
 * @param allowed changes without effect on the cluster, from old value to new
 * @param fix what to write instead
 */
record ImmutableField(
    String path,
    Function<Cluster, List<Value>> values,
    List<String> kindsCreated,
    BiPredicate<@Nullable Object, @Nullable Object> allowed,
    String fix) {

  /**
   * A value of the field.
   *
   * @param item the name of the list's item that has it; items are known by their names
   */
  record Value(String item, String path, @Nullable Object value) {}

  static ImmutableField of(String path, Function<Cluster, @Nullable Object> value, String fix) {
    return new ImmutableField(
        path,
        cluster -> List.of(new Value("", path, value.apply(cluster))),
        List.of(),
        Objects::equals,
        fix);
  }

  /** A field of each item of a list. */
  static <T> ImmutableField of(
      Items<T> items, String field, Function<T, @Nullable Object> value, String fix) {
    return new ImmutableField(
        items.path() + "[]." + field,
        cluster -> items.values(cluster, field, value),
        List.of(),
        Objects::equals,
        fix);
  }

  /** A list whose items have names. */
  record Items<T>(String path, Function<Cluster, List<T>> list, Function<T, String> name) {

    private List<Value> values(Cluster cluster, String field, Function<T, @Nullable Object> value) {
      List<T> all = list.apply(cluster);
      return IntStream.range(0, all.size())
          .mapToObj(index ->
              new Value(
                  name.apply(all.get(index)),
                  path + "[" + index + "]." + field,
                  value.apply(all.get(index))))
          .toList();
    }
  }

  /** The same field, which can change until a step of such a kind has begun. */
  ImmutableField onceCreated(String... kinds) {
    return new ImmutableField(path, values, List.of(kinds), allowed, fix);
  }

  /** The same field, changed only where both specifications give it a value. */
  ImmutableField whenBothPresent() {
    return exceptWhen((from, to) -> from == null || to == null);
  }

  /** The same field, with more changes that are none to the cluster. */
  ImmutableField exceptWhen(BiPredicate<@Nullable Object, @Nullable Object> harmless) {
    return new ImmutableField(path, values, kindsCreated, allowed.or(harmless), fix);
  }

  /**
   * The changes of items that both specifications have.
   *
   * @param exists whether a resource of that kind exists, for the item if the field belongs to one
   */
  Stream<Finding> changes(Cluster before, Cluster after, BiPredicate<String, String> exists) {
    Map<String, Value> old = new LinkedHashMap<>();
    values.apply(before).forEach(value -> old.put(value.item(), value));
    return values.apply(after).stream()
        .filter(now ->
            kindsCreated.isEmpty()
                || kindsCreated.stream().anyMatch(kind -> exists.test(kind, now.item())))
        .flatMap(now -> change(old.get(now.item()), now));
  }

  private Stream<Finding> change(@Nullable Value old, Value now) {
    if (old == null || allowed.test(old.value(), now.value())) {
      return Stream.empty();
    }
    String from = describe(old.value(), now.value());
    String to = describe(now.value(), old.value());
    String reason = "was " + from + " and cannot change on an existing cluster";
    return Stream.of(new Finding(now.path(), to, reason, fix));
  }

  /** A map without the entries that both have, because a long one would hide the difference. */
  private static String describe(@Nullable Object value, @Nullable Object other) {
    if (value instanceof Map<?, ?> map && other instanceof Map<?, ?> others) {
      Map<Object, Object> differing = new LinkedHashMap<>(map);
      differing.entrySet().removeIf(entry -> entry.getValue().equals(others.get(entry.getKey())));
      return SafeText.value(differing.isEmpty() ? "absent" : differing.toString());
    }
    return value == null ? "absent" : SafeText.value(value.toString());
  }
}
