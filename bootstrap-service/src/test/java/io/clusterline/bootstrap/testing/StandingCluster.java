package io.clusterline.bootstrap.testing;

import io.clusterline.Json;
import io.clusterline.event.InfraReady;
import io.clusterline.secret.Secret;
import io.clusterline.stage.Address;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.testkit.MemoryLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A control plane that was built before: an SSH server that runs commands in this machine's shell,
 * where {@code kubectl} is the sandbox's and calls an API server of the test.
 */
public final class StandingCluster implements AutoCloseable {

  private static final String HOST = "127.90.1.10";

  private final TestKey hostKey = TestKey.generate();
  private final TestKey login = TestKey.generate();
  private final FaultyServer master;

  /**
   * @param directory for the control plane's state
   * @param kube the sandbox's binary of Kubernetes programs
   */
  public StandingCluster(Path directory, Path kube, Secret kubeconfig) throws IOException {
    Path admin = Files.writeString(directory.resolve("admin.conf"), kubeconfig.reveal());
    Path programs = Files.createDirectory(directory.resolve("programs"));
    program(programs, "sudo", "shift; exec \"$@\""); // sudo -n COMMAND
    program(programs, "kubectl", "KUBECONFIG=%s exec %s kubectl \"$@\"".formatted(admin, kube));
    master = new FaultyServer(HOST, 0, hostKey, login, new LocalShell(directory, programs));
  }

  private static void program(Path directory, String name, String line) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  public InfraReady infraReady() {
    return Builds.infraReady(name -> HOST, name -> hostKey.publicKey());
  }

  public TestKey login() {
    return login;
  }

  public int port() {
    return master.port();
  }

  public int connections() {
    return master.connections();
  }

  /** As a build leaves it. */
  public void recordControlPlane(MemoryLedger ledger) {
    Map<String, String> node = Map.of("name", "master", "instanceId", "i-00", "providerId", "p");
    record(ledger, "generated-host-key/master", Map.of("instanceId", "i-00", "publicKey", pin()));
    record(
        ledger,
        "control-plane/master",
        Map.of("caCertHash", "sha256:0", "version", "v1.36.3", "node", node));
  }

  public void recordWorker(MemoryLedger ledger, String name) {
    record(
        ledger,
        "joined-node/" + name,
        Map.of("name", name, "instanceId", "i-01", "providerId", "p"));
  }

  private static void record(MemoryLedger ledger, String address, Object value) {
    Address at = Address.parse(address);
    ledger.write(
        new LedgerEntry(
            at, at.kind(), 1, 1, "", "eu-west-1", "n", Json.MAPPER.valueToTree(value), List.of()));
  }

  private String pin() {
    return hostKey.publicKey();
  }

  @Override
  public void close() throws IOException {
    master.close();
  }
}
