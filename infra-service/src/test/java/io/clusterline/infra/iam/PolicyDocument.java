package io.clusterline.infra.iam;

import io.clusterline.Json;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An IAM policy document, as a test reads it. */
public record PolicyDocument(JsonNode root) {

  public static PolicyDocument of(String text) {
    return new PolicyDocument(Json.MAPPER.readTree(text));
  }

  /** Its statements that allow something. */
  public List<JsonNode> allowing() {
    return StreamSupport.stream(root.get("Statement").spliterator(), false)
        .filter(statement -> statement.get("Effect").asString().equals("Allow"))
        .toList();
  }

  /** What it allows, by the names or patterns that stand there. */
  public Set<String> actions() {
    Set<String> actions = new TreeSet<>();
    allowing().forEach(statement -> actions.addAll(texts(statement.get("Action"))));
    return actions;
  }

  /** Whether a statement of it allows the action on anything. */
  public boolean allows(String action) {
    return actions().stream().anyMatch(pattern -> matches(pattern, action));
  }

  /** The one text, or those of the list. */
  public static List<String> texts(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asString).toList()
        : List.of(node.asString());
  }

  private static boolean matches(String pattern, String action) {
    return action.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }
}
