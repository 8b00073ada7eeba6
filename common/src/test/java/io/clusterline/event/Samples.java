package io.clusterline.event;

import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.event.StageStarted.PlannedStep;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Finding;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One event of each type, every field filled. */
final class Samples {

  private static final Cluster ECO2 = cluster("eco2.yaml");
  private static final ControlPlane CONTROL_PLANE =
      new ControlPlane(
          "api.eco2.internal:6443",
          "127.1.0.10:6443",
          "sha256:0a1b",
          "v1.36.3",
          new SecretRef("clusterline/eco2/uid-1/kubeconfig"),
          Instant.parse("2027-11-22T10:00:00Z"));
  private static final Infrastructure INFRASTRUCTURE =
      new Infrastructure(
          "123456789012",
          "ap-northeast-2",
          "vpc-1",
          Map.of("public-b", "subnet-2", "public-a", "subnet-1"),
          Map.of("worker", "sg-2", "master", "sg-1"),
          "eco2-node",
          "eco2-node",
          "eco2-images",
          "ubuntu",
          new SecretRef("clusterline/eco2/uid-1/ssh-key"),
          List.of(machine()));
  private static final List<NodeStatus> NODES =
      List.of(
          new NodeStatus(
              "master", true, "control-plane", "v1.36.3", "10.0.1.10", machine().providerId()));
  private static final List<Evidence> EVIDENCE =
      List.of(new Evidence("calico-node is ready on every node", Evidence.How.SIMULATED, "14/14"));

  private static final Edge EDGE =
      new Edge(
          "Z0123456789",
          "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
          new Edge.Cdn(
              "images.growbin.app",
              "E0123456789",
              "d111111abcdef8.cloudfront.net",
              "arn:aws:acm:us-east-1:123456789012:certificate/2"));

  private static final FrontDoor FRONT_DOOR =
      new FrontDoor(
          "ecoeco-main",
          "k8s-ecoecomain-0a1b2c3d4e-1234567890.ap-northeast-2.elb.amazonaws.com",
          EDGE.zoneId(),
          List.of("growbin.app", "argocd.growbin.app"),
          List.of(
              new FrontDoor.Route(
                  "argocd",
                  "argocd",
                  "argocd.growbin.app",
                  "/",
                  "argocd-server",
                  80,
                  EDGE.certificateArn(),
                  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/k8s-a/1",
                  1)));
  private static final DnsRecord RECORD =
      new DnsRecord(
          "argocd.growbin.app", "A", FRONT_DOOR.loadBalancer(), "ZWKZPGTI48KDX", EDGE.zoneId());

  private static final ClusterLocation PLACE =
      new ClusterLocation("123456789012", "ap-northeast-2", "arn:aws:iam::123456789012:role/line");
  private static final RemovalRequest ORDER =
      new RemovalRequest(RemovalRequest.Mode.ROLLBACK, 7, 6, "bootstrap failed", "spec.onFailure");
  private static final List<Retained> KEPT =
      List.of(new Retained("volume vol-1", "the API server did not answer"));

  private Samples() {}

  /** In the order of {@link EventType}. */
  static Stream<Event<?>> all() {
    return Stream.<ClusterEvent>concat(results(), progress()).map(Samples::enveloped);
  }

  private static Stream<ClusterEvent> results() {
    JoinedNode joined = new JoinedNode("master", "i-0abc", machine().providerId());
    return Stream.of(
        new ClusterRequested(
            SpecificationWriter.toTree(ECO2), 3L, List.of("instance/worker-1"), true),
        new ClusterDeletionRequested("uid-1", PLACE, null, "no longer needed", "an engineer"),
        new CancellationRequested("uid-1", PLACE, null, true, "wrong subnet", "an engineer"),
        new ClusterAccepted(ECO2, false),
        new InfraReady(ECO2, INFRASTRUCTURE),
        new MasterInitialized(ECO2, INFRASTRUCTURE, CONTROL_PLANE),
        new NodesJoined(ECO2, INFRASTRUCTURE, CONTROL_PLANE, List.of(joined)),
        new CniApplied(ECO2, "calico", "v3.32.2"),
        new CniReady(ECO2, INFRASTRUCTURE, CONTROL_PLANE, NODES, EVIDENCE),
        new AddonsReady(ECO2, CONTROL_PLANE, NODES, addons(), root(), List.of("none"), EVIDENCE),
        new EdgeReady(ECO2, EDGE, EVIDENCE),
        new IngressReady(ECO2, FRONT_DOOR, EVIDENCE),
        new DnsReady(ECO2, List.of(RECORD), EVIDENCE),
        new ClusterReady(ECO2, FRONT_DOOR.names(), EVIDENCE),
        new RemovalAccepted(ECO2, ORDER),
        new DnsRemoved(ECO2, ORDER, List.of("name/argocd.growbin.app"), KEPT),
        new IngressRemoved(ECO2, ORDER, List.of("ingress/argocd"), KEPT),
        new EdgeRemoved(ECO2, ORDER, List.of("distribution/images"), KEPT),
        new AddonsRemoved(ECO2, ORDER, List.of("helm-release/argo-cd"), KEPT),
        new NetworkRemoved(ECO2, ORDER, List.of("namespace/apps"), KEPT),
        new CniRemoved(ECO2, ORDER, List.of("calico/calico"), KEPT),
        new NodesRemoved(ECO2, ORDER, List.of("joined-node/worker-1"), KEPT),
        new InfraRemoved(ECO2, ORDER, List.of("vpc/eco2"), KEPT),
        new BuildCancelled(6, true, "wrong subnet", "an engineer"));
  }

  private static Stream<ClusterEvent> progress() {
    String step = "instance/worker-1";
    return Stream.of(
        new StageStarted(StageName.INFRA, 1, List.of(new PlannedStep(step, List.of("vpc/eco2")))),
        new StepStarted(StageName.INFRA, step, 1),
        new StepProgressed(StageName.INFRA, step, 40, "pending"),
        new StepFinished(StageName.INFRA, step, StepFinished.Outcome.CREATED, 50, 1_234, ""),
        new StageWaiting(StageName.INFRA, 1, 5, "AWS_THROTTLED", "ec2:RunInstances", Instant.EPOCH),
        failed(step),
        new RequestRefused(
            "ClusterRequested",
            "INVALID_SPECIFICATION",
            "1 problem: spec.nodes[0].type",
            "Correct the named fields and apply again.",
            List.of(
                new Finding("spec.nodes[0].type", "t9.huge", "it is unknown", "use t3a.medium"))),
        new StageReplayed(
            StageName.INFRA,
            PLACE,
            "0a1b2c",
            1,
            List.of(StageName.BOOTSTRAP),
            "quota raised",
            "me"),
        new DeadLetterDiscarded(
            StageName.INFRA, "0a1b2c", "MALFORMED_EVENT", "not one of ours", "an engineer"));
  }

  private static StageFailed failed(String step) {
    return new StageFailed(
        StageName.INFRA,
        "AWS_DENIED",
        "ec2:RunInstances",
        "Give Clusterline's credentials the actions.",
        false,
        2,
        List.of(new StepFailure(step, "AWS_DENIED", "denied", List.of("line 1"))),
        List.of("AWS_THROTTLED: RunInstances"),
        List.of(new Finding("spec.nodes[0].type", "t9.huge", "it is unknown", "use t3a.medium")),
        PLACE,
        "0a1b2c");
  }

  private static List<AddonStatus> addons() {
    return List.of(
        new AddonStatus(
            "metrics-server",
            "kube-system",
            "3.13.0",
            "0.8.0",
            true,
            "1/1 workloads available",
            Evidence.How.SIMULATED));
  }

  private static RootApplication root() {
    return new RootApplication(
        "root",
        "https://example.org/gitops.git",
        "clusters/eco2",
        "Synced",
        "Healthy",
        "0a1b2c3",
        new ChildApplications(5, 4, List.of("web (OutOfSync, Missing)")),
        Evidence.How.EXECUTED);
  }

  private static Machine machine() {
    return new Machine(
        "master",
        NodeRole.CONTROL_PLANE,
        "i-0abc",
        "10.0.1.10",
        "127.1.0.10",
        "ap-northeast-2a",
        "t3a.xlarge",
        "ssh-ed25519 AAAA");
  }

  static Event<ClusterEvent> enveloped(ClusterEvent data) {
    return new Event<>(
        "id-of-" + EventType.of(data).routingWord(),
        "/clusterline/infra-service",
        "eco2",
        Instant.parse("2026-11-22T10:15:30.123456Z"),
        "uid-1",
        7L,
        "0198a000-0000-7000-8000-000000000000",
        "id-of-the-cause",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        data);
  }

  /** A specification that comes with the project. */
  static Cluster cluster(String file) {
    Path path = Path.of("..", "deploy", "clusters", file);
    try {
      return SpecificationReader.read(Files.readString(path), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String json) {
    return json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
