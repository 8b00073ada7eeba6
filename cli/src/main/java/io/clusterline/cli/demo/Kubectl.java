package io.clusterline.cli.demo;

import io.clusterline.cli.line.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sandbox's kubectl. */
public final class Kubectl {

  private final Installation installation;
  private final Path kubeconfig;

  public Kubectl(Installation installation, Path kubeconfig) {
    this.installation = installation;
    this.kubeconfig = kubeconfig;
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
