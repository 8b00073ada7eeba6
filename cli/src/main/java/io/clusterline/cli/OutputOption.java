package io.clusterline.cli;

import io.clusterline.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** {@code -o json}: for machines. */
final class OutputOption {

  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "text for people, json for machines (default: ${DEFAULT-VALUE})")
  private Format format = Format.TEXT;

  boolean isJson() {
    return format == Format.JSON;
  }

  /** One object on one line. */
  static void print(PrintWriter out, Object value) {
    out.println(Json.MAPPER.writeValueAsString(value));
    out.flush();
  }
}
