package io.clusterline.network;

import static io.clusterline.network.World.MASTER;
import static io.clusterline.network.World.NAMES;
import static io.clusterline.network.World.OTHER;
import static io.clusterline.network.World.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CniReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork.Limits;
import io.clusterline.stage.Address;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.StageRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What CniReady announces is so: each test makes one part of the cluster a lie. Against a real API
 * server; the test plays kubelets and controllers.
 */
class ReadinessTest {

  private static final String PROOF = "pod-network/probes";
  private static final String VERIFIED = "nodes-verified/all";

  private World world;

  @BeforeEach
  void aHealthyCluster() {
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
  void givenAHealthyCluster_whenApplied_thenTheEvidenceNamesEveryPart() {
    assertThat(applied().evidence())
        .extracting(one -> one.check() + ": " + one.result())
        .startsWith(
            "every node is the machine of its name: 3/3",
            "labels and taints of every node are as specified: 3/3",
            "every node is Ready: 3/3",
            "calico-node is available on every node: 3/3",
            "calico-kube-controllers is available: 1/1 available",
            "kube-proxy is available on every node: 3/3",
            "CoreDNS is available: 2/2 available",
            "the pods' address pool is VXLAN only: 192.168.0.0/16, vxlanMode Always, ipipMode Never, natOutgoing true, blockSize 26",
            "the MTU of pods leaves room for the VXLAN header: 8951 on 3/3 nodes",
            "CoreDNS answers pods of every node: 3/3, sent in generation 1",
            "pods of every node reach a pod of the next node: 3/3, sent in generation 1",
            "a connection that a NetworkPolicy allows is made, and one that it denies is not: port 8081 allowed, port 8080 denied, sent in generation 1");
  }

  @Test
  void givenARealRuntime_whenApplied_thenAllEvidenceIsExecuted() {
    world.runtime = "containerd://2.2.1";
    world.nodesHaveJoined();

    assertThat(applied().evidence())
        .extracting(Evidence::how)
        .contains(How.EXECUTED)
        .doesNotContain(How.SIMULATED);
  }

  @Test
  void givenANodeWithoutKubeProxy_whenApplied_thenItIsNamed() {
    world.kubeProxyRuns(2);

    fails("kube-proxy-ready/all", ErrorCode.KUBE_PROXY_NOT_READY, "2/3", "on " + OTHER);
  }

  @Test
  void givenADaemonSetThatKnowsTwoNodesOnly_whenApplied_thenTheThirdIsNamed() {
    world.kubeProxyRuns(3);
    world.api.deletePod("kube-system", "kube-proxy-" + OTHER, Duration.ZERO);

    fails("kube-proxy-ready/all", ErrorCode.KUBE_PROXY_NOT_READY, "none is Ready on " + OTHER);
  }

  @Test
  void givenACoreDnsWithOneOfTwoReplicas_whenApplied_thenTheCountIsNamed() {
    world.coreDnsRuns(1);

    fails("dns-available/coredns", ErrorCode.CLUSTER_DNS_NOT_READY, "1/2 available");
  }

  @Test
  void givenACoreDnsThatDoesNotAnswerOneNode_whenApplied_thenTheNodeAndTheAnswerAreNamed() {
    world.kubelets.fails("dns", WORKER, "DNS: lookup kubernetes: i/o timeout");

    fails(
        PROOF,
        ErrorCode.CLUSTER_DNS_NOT_READY,
        "2/3; " + WORKER + ": DNS: lookup kubernetes: i/o timeout");
  }

  @Test
  void givenAPodThatReachesNobody_whenApplied_thenItsNodeIsNamed() {
    world.kubelets.fails("peer", OTHER, "node-0:8080: TIMEOUT");

    fails(PROOF, ErrorCode.POD_NETWORK_FAULTY, OTHER + ": node-0:8080: TIMEOUT");
  }

  @Test
  void givenADeniedConnectionThatIsMade_whenApplied_thenItFails() {
    world.kubelets.fails("policy", OTHER, "node-0:8080: CONNECTED");

    fails(PROOF, ErrorCode.NETWORK_POLICY_NOT_ENFORCED, OTHER + ": node-0:8080: CONNECTED");
  }

  @Test
  void givenNodesThatCannotPullTheProbe_whenApplied_thenTheReasonIsNamed() {
    world.kubelets.cannotPull();

    fails(PROOF, ErrorCode.POD_NETWORK_FAULTY, "0/3", "ImagePullBackOff (no such image)");
  }

  @ParameterizedTest
  @CsvSource({"1450, differs from node to node", "9001, differs", "'', differs"})
  void givenOneNodeWithAnotherMtu_whenApplied_thenBothAreNamed(String mtu, String message) {
    world.kubelets.mtu(WORKER, mtu);

    fails("tunnel-mtu/vxlan.calico", ErrorCode.POD_NETWORK_FAULTY, message, WORKER + "=" + mtu);
  }

  @ParameterizedTest
  @CsvSource({"9001", "1279", "''", "many"})
  void givenAnMtuWithoutRoomForTheHeader_whenApplied_thenItIsNamed(String mtu) {
    NAMES.forEach(node -> world.kubelets.mtu(node, mtu));

    fails("tunnel-mtu/vxlan.calico", ErrorCode.POD_NETWORK_FAULTY, "'" + mtu + "'", "1280 to 8951");
  }

  @Test
  void givenAnMtuThatIsNotTheOneThatIsSet_whenApplied_thenBothAreNamed() {
    world.api.mergePatch(
        ObjectRef.namespaced("v1", "ConfigMap", "kube-system", "calico-config"),
        Manifests.parse("{data: {veth_mtu: '1400'}}").getFirst());

    fails("tunnel-mtu/vxlan.calico", ErrorCode.POD_NETWORK_FAULTY, "8951", "1400");
  }

  @Test
  void givenAPoolWithSmallerBlocks_whenApplied_thenIsAndShouldAreNamed() {
    world.pool("Always", "Never", 29);

    fails(
        "address-pool/default-ipv4-ippool",
        ErrorCode.CNI_NOT_READY,
        "blockSize 29; should be",
        "blockSize 26");
  }

  @Test
  void givenALabelThatIsTakenBack_whenApplied_thenNodeAndLabelAreNamed() {
    afterLabelling("{metadata: {labels: {domain: null}}}");

    fails(VERIFIED, ErrorCode.NODE_CHANGED_BY_OTHERS, WORKER, "label domain", "absent");
  }

  @Test
  void givenATaintThatIsTakenBack_whenApplied_thenNodeAndTaintsAreNamed() {
    afterLabelling("{spec: {taints: null}}");

    fails(
        VERIFIED,
        ErrorCode.NODE_CHANGED_BY_OTHERS,
        WORKER + ": taints are none, not domain=auth:NoSchedule");
  }

  @Test
  void givenANodeThatIsMadeAgainAsAnotherMachine_whenApplied_thenIsAndShouldAreNamed() {
    whileCalicoStarts(() -> {
      world.api.delete(ObjectRef.node(WORKER));
      world.nodeJoins(WORKER, "aws:///ap-northeast-2a/i-other");
    });

    fails(VERIFIED, ErrorCode.PROVIDER_ID_MISMATCH, WORKER + ": is aws:///ap-northeast-2a/i-other");
  }

  @Test
  void givenANodeThatIsNoLongerReady_whenApplied_thenItIsNamed() {
    whileCalicoStarts(() -> world.nodeIsReady(WORKER, false));

    fails(VERIFIED, ErrorCode.NODES_NOT_READY, WORKER + " is not Ready: KubeletSaid");
  }

  @Test
  void givenAnAppliedStage_whenApplied_thenTheProbesAreGone() {
    applied();

    assertThat(world.kubelets.reported()).isEqualTo(4);
    assertThat(world.probeNamespaces()).isEmpty();
  }

  @Test
  void givenAFailedProof_whenItsTimeIsOver_thenTheProbesAreGone() {
    world.kubelets.fails("peer", MASTER, "TIMEOUT");

    failure(PROOF);

    assertThat(world.probeNamespaces()).isEmpty();
  }

  @Test
  void givenProbesOfAProcessThatDied_whenAppliedAgain_thenTheyAreDeleted() {
    leftover("clusterline-probe-dead");

    applied();

    assertThat(world.probeNamespaces()).isEmpty();
  }

  @Test
  void givenProbesOfAProcessThatDied_whenTheStageIsRemoved_thenTheyAreDeleted() {
    applied();
    leftover("clusterline-probe-dead2");
    world.limits = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(1));

    world.removeNetwork(world.cluster()); // no controller empties namespaces here

    assertThat(world.probeNamespaces()).isEmpty();
  }

  @Test
  void givenAProof_whenAppliedAgain_thenNothingIsSentAndItsGenerationIsNamed() {
    applied();
    world.generation = 2;

    CniReady again = applied();

    assertThat(world.kubelets.reported()).isEqualTo(4);
    assertThat(again.evidence().getLast().result()).endsWith("sent in generation 1");
  }

  @Test
  void givenANodeThatWasMadeAgain_whenApplied_thenItIsProvenAgain() {
    applied();
    world.generation = 2;
    world.api.delete(ObjectRef.node(WORKER));
    world.nodeJoins(WORKER, World.providerId(WORKER));

    CniReady again = applied();

    assertThat(again.evidence().getLast().result()).endsWith("sent in generation 2");
  }

  private void leftover(String name) {
    world.apply(
        "{apiVersion: v1, kind: Namespace, metadata: {name: %s-%s, labels: {clusterline.io/network-probe: namespace}}}"
            .formatted(name, world.namespace));
  }

  /** As soon as the worker has its labels and taints, somebody changes it. */
  private void afterLabelling(String patch) {
    whileCalicoStarts(
        () -> world.api.mergePatch(ObjectRef.node(WORKER), Manifests.parse(patch).getFirst()));
  }

  /** Holds the stage after all nodes were written and seen Ready, until that is done. */
  private void whileCalicoStarts(Runnable change) {
    world.limits = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(1));
    world.calicoRuns(2);
    Thread.ofVirtual()
        .start(() -> {
          Wait.until("the worker is written and the network proven")
              .within(Duration.ofSeconds(15))
              .poll(this::lookWhetherWritten);
          change.run();
          world.calicoRuns(3);
        });
  }

  private Seen<Boolean> lookWhetherWritten() {
    boolean written =
        world.node(WORKER).at("/metadata/labels").has("domain")
            && world.node(WORKER).at("/spec/taints").toString().contains("domain")
            && world.kubelets.reported() == 4;
    return written ? Seen.yes(true) : Seen.notYet("not written");
  }

  private CniReady applied() {
    StageRun run = world.applyNetwork(world.cluster());
    assertThat(run.report().failures()).isEmpty();
    return run.result(CniReady.class);
  }

  private void fails(String step, ErrorCode code, String... saying) {
    ClusterlineException failure = failure(step);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.getMessage()).contains(List.of(saying));
  }

  private ClusterlineException failure(String step) {
    StageRun run = world.applyNetwork(world.cluster());
    assertThat(run.report().failures()).containsKey(Address.parse(step));
    return run.report().failures().get(Address.parse(step));
  }
}
