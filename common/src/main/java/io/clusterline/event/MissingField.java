package io.clusterline.event;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds fields that an event from outside left out: Jackson sets them to null, and only components
 * marked {@link Nullable} may be null.
 */
final class MissingField {

  private MissingField() {}

  /** The path of the first one: {@code infrastructure.machines[2].zone}. */
  static Optional<String> in(Record record) {
    return inRecord("", record);
  }

  private static Optional<String> inRecord(String path, Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Optional<String> missing =
          inComponent(path + component.getName(), component, value(record, component));
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inComponent(
      String path, RecordComponent component, @Nullable Object value) {
    if (value == null || (value instanceof JsonNode json && json.isNull())) {
      boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      return optional ? Optional.empty() : Optional.of(path);
    }
    return inValue(path, value);
  }

  private static Optional<String> inValue(String path, Object value) {
    return switch (value) {
      case Record record -> inRecord(path + ".", record);
      case List<?> list -> inList(path, list);
      default -> Optional.empty();
    };
  }

  private static Optional<String> inList(String path, List<?> list) {
    for (int index = 0; index < list.size(); index++) {
      Optional<String> missing = inValue(path + "[" + index + "]", list.get(index));
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record hides " + component, e);
    }
  }
}
