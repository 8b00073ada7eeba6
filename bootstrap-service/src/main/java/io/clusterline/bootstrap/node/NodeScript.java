package io.clusterline.bootstrap.node;

import io.clusterline.bootstrap.ssh.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A script that runs as root on a node: the only form in which a node is given a command. Its text
 * is a resource beside this class or a list of words; values are set as quoted variables in front
 * of it and never become part of the text.
 */
public final class NodeScript {

  private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z_]*");
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:=,+-]+");

  private final String body;
  private final List<String> variables = new ArrayList<>();

  NodeScript(String body) {
    this.body = body;
  }

  /** The resource of that name. */
  public static NodeScript of(String resource) {
    try (InputStream in = NodeScript.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new NodeScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One program with its arguments, each of which it gets literally. */
  public static NodeScript command(String... words) {
    return new NodeScript(
        Stream.of(words)
            .map(word -> PLAIN_WORD.matcher(word).matches() ? word : Shell.quote(word))
            .collect(Collectors.joining(" ", "", "\n")));
  }

  /**
   * Sets a variable; the value is taken literally.
   *
   * @throws IllegalArgumentException when the value has control characters: no value that a node
   *     needs has one, and files of lines would take a line break for the end of a line
   */
  public NodeScript with(String variable, Object value) {
    return set(variable, quoted(variable, value));
  }

  /** Sets an array variable of which each element is taken literally. */
  public NodeScript with(String variable, List<String> values) {
    return set(
        variable,
        values.stream()
            .map(value -> quoted(variable, value))
            .collect(Collectors.joining(" ", "(", ")")));
  }

  private NodeScript set(String variable, String word) {
    if (!VARIABLE.matcher(variable).matches()) {
      throw new IllegalArgumentException(variable + " is no name of a variable");
    }
    variables.add(variable + "=" + word);
    return this;
  }

  private static String quoted(String variable, Object value) {
    String text = value.toString();
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the value of " + variable + " has control characters; a node is not given it");
    }
    return Shell.quote(text);
  }

  /** This script, then the next in the same shell, which shares this one's variables. */
  public NodeScript then(NodeScript next) {
    return new NodeScript(text() + next.text());
  }

  public String text() {
    return variables.isEmpty() ? body : String.join("\n", variables) + "\n" + body;
  }
}
