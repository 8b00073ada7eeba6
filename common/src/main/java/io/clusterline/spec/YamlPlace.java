package io.clusterline.spec;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Says where in a YAML text something is wrong.
 *
 * @param name what messages call the text, usually its file
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

  /** What refuses a text of which not even the structure can be told. */
  static InvalidSpecificationException unreadable(String place, String reason, String fix) {
    return Bounds.exceeded(place, "not readable: " + SafeText.value(reason), fix);
  }
}
