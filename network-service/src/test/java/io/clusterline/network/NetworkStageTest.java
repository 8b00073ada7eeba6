package io.clusterline.network;

import static io.clusterline.network.World.MASTER;
import static io.clusterline.network.World.NAMES;
import static io.clusterline.network.World.OTHER;
import static io.clusterline.network.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CniReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.Retained;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork.Limits;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.stage.Address;
import io.clusterline.testkit.StageRun;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Against a real API server, whose nodes the test registers. */
class NetworkStageTest {

  /** As kubeadm sets it on every control plane. */
  private static final String KUBEADMS = "node-role.kubernetes.io/control-plane=:NoSchedule";

  private World world;

  @BeforeEach
  void calicoRunsOnJoinedNodes() {
    world = new World();
    world.kubeadmHasRun();
    assertThat(world.applyCni(world.cluster()).failures()).isEmpty();
    world.everythingRuns();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void givenJoinedNodes_whenApplied_thenTheyHaveLabelsTaintsAndRoles() {
    CniReady ready = applied();

    assertThat(labels(WORKER)).contains("role=api", "domain=auth", "foreign=kept", role("api"));
    assertThat(labels(OTHER)).contains(role("worker"));
    assertThat(labels(MASTER)).contains("tier=platform").doesNotContain(role("control-plane"));
    assertThat(taints(WORKER)).contains("foreign=kept:NoSchedule", "domain=auth:NoSchedule");
    assertThat(ready.nodes()).extracting(NodeStatus::name).containsExactlyElementsOf(NAMES);
    assertThat(ready.nodes()).extracting(NodeStatus::roles).contains("api", "worker");
  }

  @Test
  void givenTheSandboxesRuntime_whenApplied_thenOnlyEvidenceFromContainersIsSimulated() {
    List<Evidence> evidence = applied().evidence();

    assertThat(evidence)
        .contains(
            new Evidence("every node is Ready", How.EXECUTED, "3/3"),
            new Evidence("calico-node is available on every node", How.SIMULATED, "3/3"),
            new Evidence(
                "the pods' address pool is VXLAN only",
                How.SIMULATED,
                "192.168.0.0/16, vxlanMode Always, ipipMode Never, natOutgoing true, blockSize 26"));
    assertThat(evidence)
        .filteredOn(one -> one.how() == How.EXECUTED)
        .allMatch(one -> one.check().contains("every node"));
  }

  @Test
  void givenAnAppliedStage_whenAppliedAgain_thenNothingChanges() {
    applied();
    List<String> before = versions();

    StageRun again = world.applyNetwork(world.cluster());

    assertThat(again.report().changedNothing()).isTrue();
    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void givenAWrongProviderId_whenApplied_thenNodeIsAndShouldAreNamedAndNoLabelsAreSetOnNodes() {
    world.api.delete(ObjectRef.node(WORKER));
    world.nodeJoins(WORKER, "aws:///ap-northeast-2a/");

    StageRun run = world.applyNetwork(world.cluster());

    ClusterlineException failure = failure(run, "provider-ids/all");
    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_ID_MISMATCH);
    assertThat(failure)
        .hasMessageContaining(
            WORKER + ": is aws:///ap-northeast-2a/, should be " + World.providerId(WORKER));
    assertThat(outcome(run, "node-labels/" + OTHER)).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void givenNoProviderId_whenApplied_thenItIsSet() {
    world.api.delete(ObjectRef.node(WORKER));
    world.nodeJoins(WORKER, "");

    applied();

    assertThat(world.node(WORKER).at("/spec/providerID").asString())
        .isEqualTo(World.providerId(WORKER));
  }

  @Test
  void givenAChangedSpecification_whenApplied_thenOursGoAndForeignOnesStay() {
    applied();

    StageRun run =
        world.applyNetwork(
            world.cluster(
                """
                    - {name: MASTER, role: control-plane, type: t3a.medium, subnet: public-a,
                       labels: {role: control-plane, tier: platform}, taints: [{key: role, value: control-plane, effect: NoSchedule}]}
                    - {name: WORKER, type: t3a.medium, subnet: public-a,
                       labels: {role: worker}, taints: [{key: domain, value: other, effect: NoSchedule}]}
                    - {name: OTHER, type: t3a.medium, subnet: public-b}
                """,
                ""));

    assertThat(run.report().failures()).isEmpty();
    assertThat(labels(WORKER))
        .contains("role=worker", role("worker"), "foreign=kept")
        .doesNotContain("domain=auth", role("api"));
    assertThat(taints(WORKER))
        .contains("foreign=kept:NoSchedule", "domain=other:NoSchedule")
        .doesNotContain("domain=auth:NoSchedule");
    assertThat(outcome(run, "node-taints/" + OTHER)).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void givenKubeadmsTaint_whenPodsMayRunOnTheControlPlane_thenItGoesAndComesBackWithTheField() {
    applied();
    assertThat(taints(MASTER))
        .contains(KUBEADMS, "role=control-plane:NoSchedule", "foreign=kept:NoSchedule");
    Cluster open = SpecificationReader.bind(allowing(SpecificationWriter.toTree(world.cluster())));

    StageRun run = world.applyNetwork(open);

    assertThat(outcome(run, "node-taints/" + MASTER)).isEqualTo(Outcome.CHANGED);
    assertThat(taints(MASTER))
        .contains("role=control-plane:NoSchedule", "foreign=kept:NoSchedule")
        .doesNotContain(KUBEADMS);
    assertThat(outcome(run, "node-taints/" + WORKER)).isEqualTo(Outcome.UNCHANGED);
    applied();
    assertThat(taints(MASTER)).contains(KUBEADMS);
  }

  private static JsonNode allowing(JsonNode specification) {
    ((ObjectNode) specification.at("/spec/kubernetes")).put("allowSchedulingOnControlPlane", true);
    return specification;
  }

  @Test
  void givenAnUnreadyNode_whenApplied_thenItAndItsConditionAreNamed() {
    world.nodeIsReady(WORKER, false);

    ClusterlineException failure = failure(world.applyNetwork(world.cluster()), "nodes-ready/all");

    assertThat(failure.code()).isEqualTo(ErrorCode.NODES_NOT_READY);
    assertThat(failure)
        .hasMessageContaining("2/3 Ready; " + WORKER + ": KubeletSaid: cni plugin false");
  }

  @Test
  void givenTwoOfThreeCalicoNodes_whenApplied_thenTheCountIsNamed() {
    world.calicoRuns(2);

    ClusterlineException failure = failure(world.applyNetwork(world.cluster()), "calico-ready/all");

    assertThat(failure.code()).isEqualTo(ErrorCode.CNI_NOT_READY);
    assertThat(failure).hasMessageContaining("2/3; DaemonSet kube-system/calico-node: 2/3");
  }

  @Test
  void givenAnIpipPool_whenApplied_thenIsAndShouldAreNamed() {
    world.pool("Never", "Always");

    StageRun run = world.applyNetwork(world.cluster());

    assertThat(failure(run, "address-pool/default-ipv4-ippool"))
        .hasMessageContaining("vxlanMode Never, ipipMode Always")
        .hasMessageContaining("should be 192.168.0.0/16, vxlanMode Always");
  }

  @Test
  void givenStageCniIsNotComplete_whenApplied_thenOnlyWhatNeedsItWaits() {
    world.line.completed(StageName.CNI, false);

    StageRun run = world.applyNetwork(world.cluster());

    assertThat(failure(run, "cni-complete/calico").code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(outcome(run, "node-labels/" + WORKER)).isEqualTo(Outcome.CHANGED);
    assertThat(outcome(run, "calico-ready/all")).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void givenStageCniFailed_whenApplied_thenTheWaitEndsAtOnceAndItsFailureIsNamed() {
    world.line.completed(StageName.CNI, false);
    world.line.failed(cniFailed());
    world.limits = new Limits(Duration.ofMinutes(5), Duration.ofSeconds(1));
    long start = System.nanoTime();

    ClusterlineException failure =
        failure(world.applyNetwork(world.cluster()), "cni-complete/calico");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    assertThat(failure.code()).isEqualTo(ErrorCode.PREVIOUS_STAGE_FAILED);
    assertThat(failure)
        .hasMessageContaining("stage cni failed: DOWNLOAD_FAILED: no route to the mirror");
  }

  private static StageFailed cniFailed() {
    return new StageFailed(
        StageName.CNI,
        ErrorCode.DOWNLOAD_FAILED.name(),
        "no route to the mirror",
        ErrorCode.DOWNLOAD_FAILED.fix(),
        true,
        3,
        List.of(),
        List.of(),
        List.of(),
        null,
        null);
  }

  @Test
  void givenANamespace_whenItsLabelsChange_thenOursFollowAndOthersStay() {
    world.applyNetwork(namespaces("{tier: data, phase: \"1\"}"));
    world.api.mergePatch(
        namespace(), Manifests.parse("{metadata: {labels: {foreign: kept}}}").getFirst());

    StageRun run = world.applyNetwork(namespaces("{tier: integration}"));

    assertThat(outcome(run, "namespace/" + world.namespace)).isEqualTo(Outcome.CHANGED);
    assertThat(labelsOf(world.api.get(namespace()).orElseThrow()))
        .contains("tier=integration", "foreign=kept")
        .doesNotContain("phase=1");
  }

  @Test
  void givenAnAppliedStage_whenRemoved_thenEveryKindIsKnownAndTheNodesStay() {
    applied();

    assertThat(world.removeNetwork(world.cluster()).failures()).isEmpty();

    assertThat(labels(WORKER)).contains("domain=auth");
  }

  @Test
  void givenANamespaceThatWasThereBefore_whenPruned_thenItStaysWithoutOurLabels() {
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + world.namespace + "}}");
    world.api.mergePatch(
        namespace(), Manifests.parse("{metadata: {labels: {foreign: kept}}}").getFirst());
    world.applyNetwork(namespaces("{tier: data}"));
    world.applyNetwork(namespaces("{tier: integration}"));
    assertThat(labelsOf(world.api.get(namespace()).orElseThrow())).contains("tier=integration");

    assertThat(world.pruneNetwork(world.cluster()).failures()).isEmpty();

    JsonNode left = world.api.get(namespace()).orElseThrow();
    assertThat(left.at("/metadata").has("deletionTimestamp")).isFalse();
    assertThat(labelsOf(left)).contains("foreign=kept").noneMatch(one -> one.startsWith("tier="));
  }

  @Test
  void givenANamespaceOfOursWhoseRecordWasLost_whenAppliedAgainAndPruned_thenItIsDeleted() {
    world.applyNetwork(namespaces("{tier: data}"));
    world.forgetNetworkLedger();
    world.applyNetwork(namespaces("{tier: integration}"));
    world.limits = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(1));

    world.pruneNetwork(world.cluster());

    assertThat(world.api.get(namespace()).orElseThrow().at("/metadata").has("deletionTimestamp"))
        .isTrue();
  }

  @Test
  void givenANamespaceWithTenants_whenPruned_thenItIsKeptAndReported() {
    world.applyNetwork(namespaces("{tier: data}"));
    world.apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: cart, namespace: "
            + world.namespace
            + "}, spec: {containers: [{name: c, image: x}]}}");

    assertThat(world.pruneNetwork(world.cluster()).failures()).isEmpty();

    assertThat(world.api.get(namespace()).orElseThrow().at("/metadata").has("deletionTimestamp"))
        .isFalse();
    assertThat(world.kept)
        .containsExactly(
            new Retained(
                "namespace " + world.namespace,
                "it is not empty: Pod " + world.namespace + "/cart"));
  }

  @Test
  void givenADeletedNode_whenPruned_thenItsLabelsAndTaintsAreDeletedFromTheLedger() {
    applied();
    world.api.delete(ObjectRef.node(OTHER));

    var report =
        world.pruneNetwork(
            world.cluster(
                """
                    - {name: MASTER, role: control-plane, type: t3a.medium, subnet: public-a}
                    - {name: WORKER, type: t3a.medium, subnet: public-a}
                """,
                ""));

    assertThat(report.failures()).isEmpty();
    assertThat(report.outcomes())
        .containsEntry(Address.parse("node-labels/" + OTHER), Outcome.REMOVED)
        .containsEntry(Address.parse("node-taints/" + OTHER), Outcome.REMOVED);
  }

  /** No controller empties namespaces here, so the removal's wait becomes visible. */
  @Test
  void givenANamespaceThatHangs_whenPruned_thenItIsDeletedAndTheWaitIsNamed() {
    world.applyNetwork(namespaces("{}"));
    world.limits = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(1));

    var report = world.pruneNetwork(world.cluster());

    assertThat(report.failures().get(Address.parse("namespace/" + world.namespace)))
        .hasMessageContaining("namespace " + world.namespace + " is gone; last seen: still there");
    assertThat(
            world.api.get(namespace()).orElseThrow().at("/metadata/deletionTimestamp").asString(""))
        .isNotEmpty();
  }

  private Cluster namespaces(String labels) {
    return world.cluster("\n  namespaces: [{name: NAMESPACE, labels: " + labels + "}]\n");
  }

  private ObjectRef namespace() {
    return ObjectRef.cluster("v1", "Namespace", world.namespace);
  }

  private CniReady applied() {
    StageRun run = world.applyNetwork(world.cluster());
    assertThat(run.report().failures()).isEmpty();
    return run.result(CniReady.class);
  }

  private static ClusterlineException failure(StageRun run, String step) {
    assertThat(run.report().failures()).containsKey(Address.parse(step));
    return run.report().failures().get(Address.parse(step));
  }

  private static Outcome outcome(StageRun run, String step) {
    return run.report().outcomes().get(Address.parse(step));
  }

  private List<String> versions() {
    return NAMES.stream()
        .map(name -> world.node(name).at("/metadata/resourceVersion").asString())
        .toList();
  }

  private static String role(String role) {
    return "node-role.kubernetes.io/" + role + "=";
  }

  private List<String> labels(String node) {
    return labelsOf(world.node(node));
  }

  private static List<String> labelsOf(JsonNode object) {
    return object.path("metadata").path("labels").properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asString())
        .toList();
  }

  private List<String> taints(String node) {
    return world
        .node(node)
        .at("/spec/taints")
        .valueStream()
        .map(taint ->
            taint.path("key").asString()
                + "="
                + taint.path("value").asString("")
                + ":"
                + taint.path("effect").asString())
        .collect(Collectors.toList());
  }
}
