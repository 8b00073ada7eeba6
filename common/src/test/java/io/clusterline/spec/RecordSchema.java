package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates a JSON Schema (2020-12) from a record: types from its components, bounds from {@link
 * Constraint}, descriptions from the Javadoc, so that each is written once.
 */
public final class RecordSchema {

  private final Javadoc javadoc;
  private final boolean open;
  private final Map<Class<?>, String> elsewhere;
  private final Map<String, ObjectNode> definitions = new TreeMap<>();

  private RecordSchema(Javadoc javadoc, boolean open, Map<Class<?>, String> elsewhere) {
    this.javadoc = javadoc;
    this.open = open;
    this.elsewhere = elsewhere;
  }

  /** For what people write: a field that is not described is a mistake. */
  public static RecordSchema closed(Javadoc javadoc) {
    return new RecordSchema(javadoc, false, Map.of());
  }

  /**
   * For what programs write: a later version may say more, and its readers pass over it.
   *
   * @param elsewhere records that have a schema of their own, with its {@code $id}
   */
  public static RecordSchema open(Javadoc javadoc, Map<Class<?>, String> elsewhere) {
    return new RecordSchema(javadoc, true, elsewhere);
  }

  /** The whole schema of that record. */
  public ObjectNode generate(String id, Class<? extends Record> root) {
    ObjectNode schema = object();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", id);
    schema.put("title", root.getSimpleName());
    schema.setAll(ofRecord(root));
    ObjectNode parts = schema.putObject("$defs");
    definitions.forEach(parts::set);
    return schema;
  }

  private ObjectNode ofRecord(Class<?> type) {
    ObjectNode schema = object();
    schema.put("description", javadoc.of(type));
    schema.put("type", "object");
    if (!open) {
      schema.put("additionalProperties", false);
    }
    List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
    var required = schema.putArray("required");
    components.stream()
        .filter(RecordSchema::isRequired)
        .map(RecordSchema::name)
        .forEach(required::add);
    ObjectNode properties = schema.putObject("properties");
    components.forEach(c -> properties.set(name(c), ofComponent(type, c)));
    return schema;
  }

  private ObjectNode ofComponent(Class<?> owner, RecordComponent component) {
    ObjectNode schema = object();
    schema.put("description", javadoc.of(owner, component.getName()));
    schema.setAll(ofType(component.getGenericType()));
    Constraint constraint = component.getAnnotation(Constraint.class);
    if (constraint != null) {
      new Bounds(constraint).addTo(schema);
    }
    return schema;
  }

  private ObjectNode ofType(Type type) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class -> {
        ObjectNode schema = object().put("type", "array");
        schema.set("items", ofType(list.getActualTypeArguments()[0]));
        yield schema;
      }
      case ParameterizedType map when map.getRawType() == Map.class -> {
        ObjectNode schema = object().put("type", "object");
        schema.set("additionalProperties", ofType(map.getActualTypeArguments()[1]));
        yield schema;
      }
      case Class<?> plain -> ofClass(plain);
      default -> throw new IllegalArgumentException("no JSON Schema for " + type);
    };
  }

  private ObjectNode ofClass(Class<?> type) {
    if (elsewhere.containsKey(type)) {
      return object().put("$ref", elsewhere.get(type));
    } else if (type == Object.class) {
      return object();
    } else if (type == JsonNode.class) {
      return object().put("type", "object");
    } else if (type.isEnum()) {
      return reference(type, RecordSchema::ofEnum);
    } else if (type == String.class || type == URI.class || isText(type)) {
      return object().put("type", "string");
    } else if (type == Instant.class) {
      return object().put("type", "string").put("format", "date-time");
    } else if (type == int.class || type == long.class || type == Long.class) {
      return object().put("type", "integer");
    } else if (type == boolean.class || type == Boolean.class) {
      return object().put("type", "boolean");
    } else if (type.isRecord()) {
      return reference(type, this::ofRecord);
    }
    throw new IllegalArgumentException("no JSON Schema for " + type);
  }

  private ObjectNode reference(Class<?> type, Function<Class<?>, ObjectNode> of) {
    String name = type.getSimpleName();
    if (!definitions.containsKey(name)) {
      definitions.put(name, of.apply(type));
    }
    return object().put("$ref", "#/$defs/" + name);
  }

  private static ObjectNode ofEnum(Class<?> type) {
    ObjectNode schema = object();
    var values = schema.putArray("enum");
    Arrays.stream(type.getEnumConstants()).map(RecordSchema::name).forEach(values::add);
    return schema;
  }

  private static boolean isRequired(RecordComponent component) {
    AnnotatedType type = component.getAnnotatedType();
    Constraint constraint = component.getAnnotation(Constraint.class);
    boolean replaced =
        constraint != null && (constraint.derived() || !constraint.defaultsTo().isEmpty());
    return !replaced && !type.isAnnotationPresent(Nullable.class);
  }

  private static boolean isText(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonValue.class))
        .map(Method::getReturnType)
        .anyMatch(String.class::equals);
  }

  private static String name(RecordComponent component) {
    JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  /** As it is written in JSON. */
  private static String name(Object constant) {
    return JsonMapper.shared().valueToTree(constant).asString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The part of a schema that a {@link Constraint} adds to a type. */
  private record Bounds(Constraint constraint) {

    void addTo(ObjectNode schema) {
      addForm(ofTexts(schema));
      addNumbers(schema);
      if (!constraint.constant().isEmpty()) {
        schema.put("const", constraint.constant());
      }
      if (!constraint.defaultsTo().isEmpty()) {
        schema.set("default", JsonMapper.shared().readTree(constraint.defaultsTo()));
      }
    }

    /** The schema of the texts: of a list's elements, of a map's values, or itself. */
    private static ObjectNode ofTexts(ObjectNode schema) {
      return Stream.of("items", "additionalProperties")
          .filter(part -> schema.path(part).isObject())
          .map(part -> (ObjectNode) schema.path(part))
          .findFirst()
          .orElse(schema);
    }

    private void addForm(ObjectNode schema) {
      TextFormat form = constraint.form();
      if (form != TextFormat.ANY) {
        schema.put("pattern", form.pattern());
        schema.put("$comment", form.meaning());
        schema.putArray("examples").add(form.example());
      }
    }

    private void addNumbers(ObjectNode schema) {
      put(schema, "minimum", constraint.minimum(), Integer.MIN_VALUE);
      put(schema, "maximum", constraint.maximum(), Integer.MAX_VALUE);
      put(schema, "minItems", constraint.minItems(), 0);
      put(schema, "maxItems", constraint.maxItems(), Integer.MAX_VALUE);
    }

    private static void put(ObjectNode schema, String keyword, int value, int unset) {
      if (value != unset) {
        schema.put(keyword, value);
      }
    }
  }
}
