package io.clusterline.sandbox;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options of a sandbox.
 *
 * @param sources the project's folder {@code sandbox}
 * @param folder of logs and sockets
 * @param latency the latency profile
 * @param python the interpreter that has the AWS emulator
 * @param node the folder of the binaries {@code kube} and {@code machines}
 * @param awsPort on 127.0.0.1
 * @param charts a folder of real charts in the place of the stand-ins; null: the stand-ins
 * @param awsProfiles how strict the AWS is: {@code eventual}, {@code new-account}, {@code
 *     enforced-iam}
 * @param debian what real Debian machines are booted from; null: light hosts
 * @param zones domains whose hosted zones the account has
 * @param accessKey of the AWS, from the environment: arguments are seen by everybody
 */
record SandboxOptions(
    Path sources,
    Path folder,
    Path latency,
    Path python,
    Path node,
    int awsPort,
    @Nullable Path charts,
    List<String> awsProfiles,
    @Nullable Path debian,
    List<String> zones,
    String accessKey) {

  private static final String ENFORCED_IAM = "enforced-iam";

  SandboxOptions {
    awsProfiles = List.copyOf(awsProfiles);
    zones = List.copyOf(zones);
  }

  /** Reads {@code --name=value} arguments, and the key from the environment. */
  static SandboxOptions parse(String... arguments) {
    return parse(System.getenv(), arguments);
  }

  static SandboxOptions parse(Map<String, String> environment, String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("'" + argument + "' is not of the form --name=value");
      }
      given.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    return new SandboxOptions(
        path(given, "sources"),
        path(given, "dir"),
        path(given, "latency"),
        path(given, "python"),
        path(given, "node"),
        Integer.parseInt(text(given, "aws-port")),
        optional(given, "charts"),
        list(given, "aws-profiles"),
        optional(given, "debian"),
        list(given, "zones"),
        SandboxKey.of(environment));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SandboxOptions[" + folder + "]";
  }

  URI awsEndpoint() {
    return URI.create("http://127.0.0.1:" + awsPort);
  }

  /** Options of the AWS stand-in that make it as strict as asked for. */
  List<String> strictness() {
    if (awsProfiles.isEmpty()) {
      return List.of();
    }
    List<String> options = new ArrayList<>(List.of("--check-requests"));
    String profiles =
        awsProfiles.stream().filter(name -> !name.equals(ENFORCED_IAM)).collect(joining(","));
    if (!profiles.isEmpty()) {
      options.addAll(List.of("--profile", profiles));
    }
    if (awsProfiles.contains(ENFORCED_IAM)) {
      options.addAll(List.of("--iam-policy", document("iam-policy.json").toString()));
      Path boundary = document("iam-boundary.json");
      if (Files.exists(boundary)) {
        options.addAll(List.of("--iam-boundary", boundary.toString()));
      }
    }
    return options;
  }

  private Path document(String name) {
    return sources.resolveSibling("docs").resolve(name);
  }

  private static List<String> list(Map<String, String> given, String name) {
    return given.containsKey(name) ? List.of(text(given, name).split(",")) : List.of();
  }

  private static @Nullable Path optional(Map<String, String> given, String name) {
    return given.containsKey(name) ? path(given, name) : null;
  }

  private static Path path(Map<String, String> given, String name) {
    Path path = Path.of(text(given, name)).toAbsolutePath();
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("--" + name + ": " + path + " does not exist");
    }
    return path;
  }

  private static String text(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }
}
