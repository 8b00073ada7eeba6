package io.clusterline.bootstrap.node;

import io.clusterline.bootstrap.ssh.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A script for a node, kept as a resource beside this class, with the values it is given set as
 * variables in front of it.
 */
public final class NodeScript {

  private final String body;
  private final List<String> variables = new ArrayList<>();

  private NodeScript(String body) {
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

  /** Sets a variable; the value is taken literally, whatever is in it. */
  public NodeScript with(String variable, Object value) {
    variables.add(variable + "=" + Shell.quote(value.toString()));
    return this;
  }

  public String text() {
    return String.join("\n", variables) + "\n" + body;
  }
}
