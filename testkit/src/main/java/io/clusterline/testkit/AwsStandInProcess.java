package io.clusterline.testkit;

import io.clusterline.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Starts {@code python -m clusterline_aws}; it ends with this JVM, also when that is killed. */
final class AwsStandInProcess {

  private static final String PYTHON_VARIABLE = "CLUSTERLINE_AWS_PYTHON";
  private static final String REMEDY =
      "; run `./clusterline setup`, or name the python of its virtual environment in "
          + PYTHON_VARIABLE;

  private AwsStandInProcess() {}

  /**
   * Its endpoint and access key.
   *
   * @param accessKey required for every call
   */
  record Running(URI endpoint, String accessKey) {}

  static Running start() {
    Path sandbox = Repository.root().resolve("sandbox");
    ProcessBuilder builder =
        new ProcessBuilder(
            python().toString(),
            "-m",
            "clusterline_aws",
            "--port",
            "0",
            "--latency",
            sandbox.resolve("latency/none.json").toString());
    builder.directory(sandbox.resolve("aws").toFile());
    builder.environment().remove("CLUSTERLINE_SANDBOX_KEY"); // it creates a key and prints it
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return readAddress(process);
    } catch (IOException e) {
      throw new UncheckedIOException("the AWS stand-in does not start" + REMEDY, e);
    }
  }

  private static Running readAddress(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("it ended without a word; its standard error says why");
    }
    JsonNode ready = Json.MAPPER.readTree(line);
    return new Running(
        URI.create(ready.get("endpoint").asString()), ready.get("accessKey").asString());
  }

  private static Path python() {
    String named = System.getenv(PYTHON_VARIABLE);
    return named == null ? newestInstalled() : Path.of(named);
  }

  private static Path newestInstalled() {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "clusterline", "aws");
    if (!Files.isDirectory(cache)) {
      throw new IllegalStateException("no virtual environment under " + cache + REMEDY);
    }
    try (Stream<Path> environments = Files.list(cache)) {
      return environments
          .map(environment -> environment.resolve("bin/python"))
          .filter(Files::isExecutable)
          .max(Comparator.comparing(python -> python.toFile().lastModified()))
          .orElseThrow(() -> new IllegalStateException("no python under " + cache + REMEDY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
