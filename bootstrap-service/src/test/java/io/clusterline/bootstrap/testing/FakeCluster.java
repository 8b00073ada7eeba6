package io.clusterline.bootstrap.testing;

import io.clusterline.bootstrap.testing.FaultyServer.Answer;
import io.clusterline.event.InfraReady;
import io.clusterline.testkit.AdminConf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Three machines on loopback addresses of their own, and the API server that they would see. */
public final class FakeCluster implements AutoCloseable {

  private final TestKey login = TestKey.generate();
  private final Map<String, TestKey> firstContact = new LinkedHashMap<>();
  private final Map<String, FakeMachine> machines = new LinkedHashMap<>();
  private final Map<String, String> providerIds = new ConcurrentHashMap<>();
  private final int port;
  private volatile String adminConf = AdminConf.of("https://api.tiny.internal:6443");
  private volatile String certificates = Certificates.CA + Certificates.LEAF;
  private volatile String tokenExpiry = "2999-01-01T00:00:00Z";

  public FakeCluster() throws IOException {
    port = freePort();
    for (String name : new String[] {"master", "worker-1", "worker-2"}) {
      firstContact.put(name, TestKey.generate());
      machines.put(
          name, new FakeMachine(name, host(name), port, firstContact.get(name), login, this));
    }
  }

  public InfraReady infraReady() {
    return Builds.infraReady(FakeCluster::host, name -> firstContact.get(name).publicKey());
  }

  public FakeMachine machine(String name) {
    return machines.get(name);
  }

  public TestKey login() {
    return login;
  }

  public int port() {
    return port;
  }

  /** Certificates that the API server presents in place of the right ones. */
  public Map<String, String> providerIds() {
    return providerIds;
  }

  /** A manipulated admin.conf of the control-plane node. */
  public void changeAdminConf(UnaryOperator<String> change) {
    adminConf = change.apply(adminConf);
  }

  /** What the control-plane node shows, its CA first. */
  public void changeCertificates(String pem) {
    certificates = pem;
  }

  public void expireTokensAt(String instant) {
    tokenExpiry = instant;
  }

  Answer answer(String command) {
    if (command.contains("Prints the certificates that kubeadm has issued")) {
      return Answer.ok(certificates);
    } else if (command.contains("cat /etc/kubernetes/admin.conf")) {
      return Answer.ok(adminConf);
    } else if (command.contains("/version")) {
      return Answer.ok("{\"gitVersion\":\"v1.36.3\"}");
    } else if (command.contains("Prints \"open\"")) {
      return Answer.ok("open\n");
    } else if (command.contains("Prints \"signed\"")) {
      return Answer.ok("signed\n");
    } else if (command.contains("Prints when the cluster forgets")) {
      return Answer.ok(tokenExpiry);
    } else if (command.contains("Deletes a node object")) {
      providerIds
          .keySet()
          .removeIf(name -> FakeMachine.isCommand(command, "NODE=''%s''".formatted(name)));
      return Answer.ok("gone\n");
    }
    return Answer.ok("");
  }

  private static String host(String name) {
    return "127.90.0." + (10 + Builds.number(name));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws Exception {
    for (FakeMachine machine : machines.values()) {
      machine.close();
    }
  }
}
