package io.clusterline.cli;

import io.clusterline.Json;
import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.Runs;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs commands as a person would, against the broker of a line that seems to run here. */
record Commands(Path cache) {

  /** Output and exit code of a command. */
  record Answer(int exitCode, String out, String err) {
    List<JsonNode> json() {
      return out.lines().map(line -> (JsonNode) Json.MAPPER.readTree(line)).toList();
    }

    List<String> values(String field) {
      return json().stream().map(line -> line.path(field).asString()).toList();
    }
  }

  static Commands on(URI broker, Path cache) throws IOException {
    return on(broker.toString(), null, cache);
  }

  /** As of a sandbox: its stand-in of AWS may be asked. */
  static Commands onStandIn(URI broker, Path cache) throws IOException {
    return on(broker.toString(), "http://127.0.0.1:9", cache);
  }

  static Commands on(String broker, @Nullable String awsEndpoint, Path cache) throws IOException {
    Path run = new Runs(cache, Clock.systemUTC()).create();
    ProcessHandle self = ProcessHandle.current();
    LineState pipeline =
        new LineState(
            self.pid(),
            self.info().startInstant().orElseThrow(),
            run,
            broker,
            awsEndpoint,
            null,
            List.of(),
            List.of());
    Files.writeString(run.resolve("line.json"), Json.MAPPER.writeValueAsString(pipeline));
    return new Commands(cache);
  }

  Answer run(String... arguments) {
    System.setProperty("clusterline.cache", cache.toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.commandLine(out, err).execute(arguments);
    return new Answer(code, out.toString(), err.toString());
  }
}
