package io.clusterline.spec;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks fields, types and forms against the JSON Schema, with findings that a user can act on. */
final class StructureCheck {

  private final JsonNode definitions;
  private final Schema schema;

  StructureCheck(JsonNode schema) {
    this.definitions = schema;
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }

  /**
   * @param sources the texts of values without quotes, by path
   */
  void check(JsonNode tree, Map<String, String> sources, Findings findings) {
    FewErrors errors = new FewErrors();
    Consumer<ExecutionContext> bounded = context -> context.setErrors(errors);
    schema.validate(tree, bounded).forEach(error -> addFinding(error, sources, findings));
    findings.addUnseen(errors.dropped());
  }

  private void addFinding(Error error, Map<String, String> sources, Findings findings) {
    if (findings.isFull()) {
      findings.addUnseen(1);
      return;
    }
    String path = path(error.getInstanceLocation());
    switch (error.getKeyword()) {
      case "additionalProperties" -> {
        String field = error.getProperty();
        List<String> known = List.copyOf(enclosingSchema(error).path("properties").propertyNames());
        findings.misshapen(
            SafeText.child(path, field), null, "unknown field", Suggestion.advice(field, known));
      }
      case "required" -> {
        String field = error.getProperty();
        findings.misshapen(SafeText.child(path, field), null, "missing", "add " + field);
      }
      default -> {
        String text = sources.getOrDefault(path, error.getInstanceNode().asString(""));
        findings.misshapen(path, describeValue(error, text), reason(error), fix(error, text));
      }
    }
  }

  private String reason(Error error) {
    JsonNode rule = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "type" -> "must be " + article(rule.asString());
      case "pattern" -> "must be " + enclosingSchema(error).path("$comment").asString();
      case "const" -> "must be " + rule.asString();
      case "enum" -> "must be one of " + String.join(", ", texts(rule));
      case "minimum" -> "must be at least " + rule;
      case "maximum" -> "must be at most " + rule;
      case "minItems" -> "must have at least " + rule + " element(s)";
      case "maxItems" -> "must have at most " + rule + " elements";
      default -> "does not satisfy " + error.getKeyword() + " " + rule;
    };
  }

  private String fix(Error error, String text) {
    JsonNode rule = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "type" -> fixOfType(rule.asString(), error.getInstanceNode(), text);
      case "pattern" ->
          "write something like " + enclosingSchema(error).at("/examples/0").asString();
      case "const" -> "write " + rule.asString();
      case "enum" -> Suggestion.advice(error.getInstanceNode().asString(""), texts(rule));
      case "minItems" -> "add an element";
      case "maxItems" -> "remove some";
      default -> "write a number within the bounds";
    };
  }

  private static String fixOfType(String wanted, JsonNode found, String text) {
    return wanted.equals("string") && found.isValueNode()
        ? "put it in quotes: \"" + SafeText.value(text) + "\""
        : "write " + article(wanted);
  }

  private static String article(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "object" -> "an object with fields";
      case "array" -> "a list";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> "a " + type;
    };
  }

  /** The part of the schema that contains the violated rule. */
  private JsonNode enclosingSchema(Error error) {
    return definitions.at(error.getSchemaLocation().getFragment().getParent().toString());
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static @Nullable String describeValue(Error error, String text) {
    return error.getInstanceNode().isContainer() ? null : text;
  }

  private static String path(NodePath location) {
    String path = "";
    for (int index = 0; index < location.getNameCount(); index++) {
      path =
          location.getElement(index) instanceof Integer element
              ? path + "[" + element + "]"
              : SafeText.child(path, location.getName(index));
    }
    return path;
  }
}
