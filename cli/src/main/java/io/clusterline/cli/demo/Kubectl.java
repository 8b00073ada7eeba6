package io.clusterline.cli.demo;

import io.clusterline.Json;
import io.clusterline.cli.line.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** The sandbox's kubectl. */
public final class Kubectl {

  private final Installation installation;
  private final Path kubeconfig;

  public Kubectl(Installation installation, Path kubeconfig) {
    this.installation = installation;
    this.kubeconfig = kubeconfig;
  }

  /** The nodes as the API server shows them; empty when it does not answer. */
  public Optional<NodeCount> nodes() {
    try {
      return Optional.of(
          NodeCount.of(Json.MAPPER.readTree(String.join("\n", run("get", "nodes", "-o", "json")))));
    } catch (JacksonException noAnswer) {
      return Optional.empty();
    }
  }

  /** Its output, errors included. */
  public List<String> run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(installation.node().resolve("kube").toString(), "kubectl"));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--request-timeout=10s"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      byte[] printed = process.getInputStream().readAllBytes();
      return new String(printed, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("kubectl could not be run", e);
    }
  }
}
