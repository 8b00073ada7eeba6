package io.clusterline.spec;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Locates mistakes in a YAML text.
 *
 * @param name of the text in messages, usually its file
 */
record YamlPlace(String name) {

  /** File, line and column, both counted from 1. */
  String of(Optional<Mark> mark) {
    return mark.map(at -> name + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
        .orElse(name);
  }

  InvalidSpecificationException unreadable(Node node, String reason, String fix) {
    return unreadable(of(node.getStartMark()), reason, fix);
  }

  /** Refuses a text whose structure cannot be read. */
  static InvalidSpecificationException unreadable(String point, String reason, String fix) {
    return Bounds.exceeded(point, "not readable: " + SafeText.value(reason), fix);
  }
}
