package io.clusterline.testing;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.KubernetesException;
import io.clusterline.kubernetes.KubernetesSettings;
import io.clusterline.resilience.BreakerSettings;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A real etcd and a real API server on loopback, with the certificates and the kubeconfig that a
 * real kubeadm makes. No controllers and no nodes: what a test wants of them it writes itself.
 *
 * <p>{@link #shared()} is started once per test run and ends with it.
 */
public final class ApiServer implements AutoCloseable {

  /** How tests call API servers, as the services do. */
  public static final KubernetesCalls CALLS = calls(KubernetesSettings.DEFAULT);

  /** One try each, and never held back: it starts. */
  private static final KubernetesCalls PATIENT =
      calls(
          new KubernetesSettings(
              Duration.ofSeconds(5),
              Duration.ofSeconds(30),
              1,
              Duration.ofMillis(200),
              Duration.ofSeconds(3),
              new BreakerSettings(1000, 100, Duration.ofSeconds(1), 1)));

  private static KubernetesCalls calls(KubernetesSettings settings) {
    return new KubernetesCalls(settings, Resilience.measuredBy(new SimpleMeterRegistry()));
  }

  private static final String LOOPBACK = "127.0.0.1";

  private final Path kube;
  private final Path directory;
  private final Path certificates;
  private final int etcdPort = freePort();
  private final int port = freePort();
  private final List<Child> children = new ArrayList<>();
  private final Secret kubeconfig;

  private ApiServer(Path kube) throws IOException {
    this.kube = kube;
    this.directory = Files.createTempDirectory("clusterline-api-server");
    this.certificates = directory.resolve("pki");
    this.kubeconfig = certify();
    children.add(startEtcd());
    children.add(startApiServer());
    awaitReady();
  }

  private static final class Shared {
    private static final ApiServer SERVER = start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }
  }

  /** The API server of this test run. Tests are separated by names: {@link #uniqueName}. */
  public static ApiServer shared() {
    KubeBinary.find(); // aborts the test rather than the class that holds the server
    return Shared.SERVER;
  }

  public static ApiServer start() {
    try {
      return new ApiServer(KubeBinary.find());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The binary that holds the Kubernetes programs, kubectl among them. */
  public static Path kubeBinary() {
    return KubeBinary.find();
  }

  /** A DNS label that no other test uses. */
  public static String uniqueName(String stem) {
    return stem + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** The super-administrator's, as kubeadm writes it: a client certificate. */
  public Secret kubeconfig() {
    return kubeconfig;
  }

  /** A new connection; close it. */
  public KubernetesApi connect() {
    return KubernetesApi.connect(kubeconfig, CALLS);
  }

  /** What kubectl prints, as the super-administrator; its exit code may be another than 0. */
  public String kubectl(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(kube.toString(), "kubectl"));
    command.add("--kubeconfig=" + directory.resolve("admin.conf"));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Secret certify() throws IOException {
    List<String> common =
        List.of(
            "--cert-dir=" + certificates,
            "--apiserver-advertise-address=192.0.2.1", // kubeadm refuses a loopback address
            "--kubernetes-version=v1.36.3");
    kubeadm("ca", List.of("certs", "all", "--apiserver-cert-extra-sans=" + LOOPBACK), common);
    kubeadm(
        "kubeconfig",
        List.of("kubeconfig", "super-admin", "--kubeconfig-dir=" + directory),
        common);
    String text = Files.readString(directory.resolve("super-admin.conf"));
    String reachable = text.replaceAll("server: .*", "server: https://" + LOOPBACK + ":" + port);
    Files.writeString(directory.resolve("admin.conf"), reachable);
    return Secret.of(reachable);
  }

  private void kubeadm(String log, List<String> phase, List<String> common) {
    Stream<String> command = Stream.of(kube.toString(), "kubeadm", "init", "phase");
    Child.run(
        directory.resolve(log + ".log"),
        Stream.of(command, phase.stream(), common.stream()).flatMap(s -> s).toList());
  }

  private Child startEtcd() {
    String client = "http://" + LOOPBACK + ":" + etcdPort;
    String peer = "http://" + LOOPBACK + ":" + freePort();
    return Child.start(
        directory.resolve("etcd.log"),
        List.of(
            kube.toString(),
            "etcd",
            "--data-dir=" + directory.resolve("etcd"),
            "--unsafe-no-fsync",
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer));
  }

  private Child startApiServer() {
    return Child.start(
        directory.resolve("kube-apiserver.log"),
        List.of(
            kube.toString(),
            "kube-apiserver",
            "--etcd-servers=http://" + LOOPBACK + ":" + etcdPort,
            "--bind-address=" + LOOPBACK,
            "--advertise-address=192.0.2.1",
            "--endpoint-reconciler-type=none",
            "--secure-port=" + port,
            "--allow-privileged=true", // as kubeadm sets it: network plugins need it
            "--authorization-mode=RBAC",
            "--client-ca-file=" + certificates.resolve("ca.crt"),
            "--tls-cert-file=" + certificates.resolve("apiserver.crt"),
            "--tls-private-key-file=" + certificates.resolve("apiserver.key"),
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            "--service-account-key-file=" + certificates.resolve("sa.pub"),
            "--service-account-signing-key-file=" + certificates.resolve("sa.key"),
            "--service-cluster-ip-range=10.96.0.0/12",
            "--disable-admission-plugins=ServiceAccount")); // no controller makes the accounts
  }

  private void awaitReady() {
    try (KubernetesApi api = KubernetesApi.connect(kubeconfig, PATIENT)) {
      Wait.until("the test's API server is ready")
          .within(Duration.ofSeconds(120))
          .atMostEvery(Duration.ofMillis(300))
          .poll(() -> checkReady(api));
    }
  }

  private Seen<Boolean> checkReady(KubernetesApi api) {
    children.forEach(Child::requireAlive);
    try {
      api.requireReady();
      return Seen.yes(true);
    } catch (KubernetesException e) {
      return Seen.notYet(String.valueOf(e.getMessage()));
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    children.reversed().forEach(Child::close);
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
