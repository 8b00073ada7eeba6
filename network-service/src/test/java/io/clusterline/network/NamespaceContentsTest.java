package io.clusterline.network;

import static io.clusterline.network.World.NAMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.CniReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesException;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.step.NamespacePolicy;
import io.clusterline.networkpolicy.LabelSelector;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.StepGraph;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.StageRun;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a namespace holds before any pod is in it, against a real API server. */
class NamespaceContentsTest {

  private static final String API = "{tier: business-logic}";
  private static final String SHARES =
      ", quota: {pods: \"10\", requests.cpu: 1000m}, limits: {defaultRequest: {cpu: 100m},"
          + " default: {cpu: \"1\"}}, podSecurity: baseline";

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
  void givenANamespaceWithATier_whenApplied_thenItHasItsPoliciesAndAgainNothingChanges() {
    CniReady ready = applied(namespace(API, SHARES)).result(CniReady.class);

    assertThat(ready.evidence())
        .contains(
            new Evidence(
                "network policies of the namespaces' tiers are as specified",
                How.EXECUTED,
                "2 policies, namespaces with a tier: 1"));
    assertThat(policies())
        .containsExactlyInAnyOrder("clusterline-allow", "clusterline-default-deny");
    assertThat(policy("clusterline-default-deny").at("/spec/policyTypes").toString())
        .isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(applied(namespace(API, SHARES)).report().changedNothing()).isTrue();
  }

  /** Else pods that run would be cut off until the rules that they need are there. */
  @Test
  void givenANamespaceWithATier_whenComposed_thenAllIsDeniedOnlyAfterTheRestIsAllowed() {
    StepGraph<ClusterNetwork> graph = world.networkSteps(namespace(API, SHARES));

    assertThat(graph.dependenciesOf(step(graph, "clusterline-default-deny")))
        .contains(
            address("network-policy/NAMESPACE/clusterline-allow"), address("namespace/NAMESPACE"));
    assertThat(graph.dependenciesOf(step(graph, "clusterline-allow")))
        .contains(address("namespace/NAMESPACE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{spec: {ingress: [{}]}}",
        "{spec: {egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}}",
        "{spec: {podSelector: {matchLabels: {app: other}}}}",
        "{spec: {policyTypes: [Ingress]}}"
      })
  void givenAPolicyThatSomebodyOpened_whenApplied_thenItDeniesAgain(String change) {
    applied(namespace(API, ""));
    JsonNode before = policy("clusterline-default-deny").path("spec");
    world.api.mergePatch(ref("clusterline-default-deny"), Manifests.parse(change).getFirst());

    StageRun run = applied(namespace(API, ""));

    assertThat(outcome(run, "network-policy/NAMESPACE/clusterline-default-deny"))
        .isEqualTo(Outcome.CHANGED);
    assertThat(policy("clusterline-default-deny").path("spec")).isEqualTo(before);
    assertThat(outcome(run, "network-policy/NAMESPACE/clusterline-allow"))
        .isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void givenADeletedPolicy_whenApplied_thenItIsThereAgain() {
    applied(namespace(API, ""));
    world.api.delete(ref("clusterline-allow"));

    applied(namespace(API, ""));

    assertThat(policies()).contains("clusterline-allow");
  }

  @Test
  void givenTheyAreSwitchedOff_whenPruned_thenThePoliciesGoAndTheNamespaceStays() {
    applied(namespace(API, ""));
    Cluster off = namespace(API, "", "networkPolicies: {enabled: false}");
    CniReady ready = applied(off).result(CniReady.class);

    assertThat(ready.evidence())
        .filteredOn(one -> one.check().startsWith("network policies"))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.how()).isEqualTo(How.SKIPPED);
          assertThat(one.toString()).contains("switched off");
        });
    assertThat(world.pruneNetwork(off).failures()).isEmpty();

    assertThat(policies()).isEmpty();
    assertThat(world.api.get(ObjectRef.cluster("v1", "Namespace", world.namespace))).isPresent();
  }

  /** No controller empties namespaces here, so only the namespace's own removal has no end. */
  @Test
  void givenAnAppliedNamespace_whenRemoved_thenItsContentsGoBeforeIt() {
    applied(namespace(API, SHARES));
    world.limits = new ClusterNetwork.Limits(world.limits.ready(), Duration.ofSeconds(1));

    var report = world.removeNetwork(namespace(API, SHARES));

    assertThat(report.outcomes())
        .containsEntry(
            address("network-policy/NAMESPACE/clusterline-default-deny"), Outcome.REMOVED)
        .containsEntry(address("network-policy/NAMESPACE/clusterline-allow"), Outcome.REMOVED)
        .containsEntry(address("quota/NAMESPACE"), Outcome.REMOVED)
        .containsEntry(address("limits/NAMESPACE"), Outcome.REMOVED);
    assertThat(report.failures()).containsOnlyKeys(address("namespace/NAMESPACE"));
  }

  @Test
  void givenAQuotaThatSomebodyChanged_whenApplied_thenItIsAsSpecified() {
    applied(namespace(API, SHARES));
    world.api.mergePatch(
        ObjectRef.namespaced("v1", "ResourceQuota", world.namespace, "clusterline"),
        Manifests.parse("{spec: {hard: {pods: \"99\", services: \"1\"}}}").getFirst());
    world.api.mergePatch(
        ObjectRef.namespaced("v1", "LimitRange", world.namespace, "clusterline"),
        Manifests.parse("{spec: {limits: [{type: Container, max: {cpu: \"4\"}}]}}").getFirst());

    StageRun run = applied(namespace(API, SHARES));

    assertThat(outcome(run, "quota/NAMESPACE")).isEqualTo(Outcome.CHANGED);
    assertThat(outcome(run, "limits/NAMESPACE")).isEqualTo(Outcome.CHANGED);
    assertThat(applied(namespace(API, SHARES)).report().changedNothing()).isTrue();
  }

  @Test
  void givenAPodSecurityLevel_whenAPodWantsMore_thenTheApiServerRefusesIt() {
    applied(namespace(API, SHARES));
    String pod =
        "{apiVersion: v1, kind: Pod, metadata: {name: spy, namespace: "
            + world.namespace
            + "}, spec: {hostNetwork: true, containers: [{name: c, image: x}]}}";

    assertThatThrownBy(() -> world.apply(pod))
        .isInstanceOf(KubernetesException.class)
        .hasMessageContaining("violates PodSecurity \"baseline");
  }

  @Test
  void givenTunnels_whenApplied_thenTheirAddressesMayConnectWhereNodesMay() {
    applied(namespace(API, ""));

    assertThat(policy("clusterline-allow").at("/spec/ingress").toString())
        .contains("10.0.0.0/16", "192.168.0.64/32", "192.168.1.64/32", "192.168.2.64/32");
    world.tunnel(NAMES.get(2), "192.168.4.64");
    StageRun run = applied(namespace(API, ""));
    assertThat(outcome(run, "network-policy/NAMESPACE/clusterline-allow"))
        .isEqualTo(Outcome.CHANGED);
    assertThat(policy("clusterline-allow").at("/spec/ingress").toString())
        .contains("192.168.4.64/32")
        .doesNotContain("192.168.2.64/32");
  }

  @Test
  void givenNodesThatRunContainersButHaveNoTunnels_whenApplied_thenNothingIsDeniedYet() {
    world.runtime = "containerd://2.2.1";
    world.nodesHaveJoined();
    NAMES.subList(1, 3).forEach(name -> world.tunnel(name, "null"));

    StageRun run = world.applyNetwork(namespace(API, ""));

    ClusterlineException failure =
        run.report().failures().get(Address.parse("node-tunnels/vxlan.calico"));
    assertThat(failure.code()).isEqualTo(ErrorCode.CNI_NOT_READY);
    assertThat(failure).hasMessageContaining("1/3 nodes have one");
    assertThat(policies()).doesNotContain("clusterline-default-deny");
  }

  @Test
  void givenAPolicyOfTheUsers_whenAppliedAndTakenOut_thenItComesAndGoes() {
    String name = ApiServer.uniqueName("own");
    String own =
        "networkPolicies: {additional: [{namespace: kube-system, name: %s, spec: {podSelector:"
            + " {matchLabels: {app: mine}}}}]}";
    ObjectRef ref =
        ObjectRef.namespaced(
            NamespacePolicy.API_VERSION, NamespacePolicy.OBJECT_KIND, "kube-system", name);
    applied(namespace("{}", "", own.formatted(name)));
    assertThat(world.api.get(ref)).isPresent();

    assertThat(world.pruneNetwork(namespace("{}", "")).failures()).isEmpty();

    assertThat(world.api.get(ref)).isEmpty();
  }

  private Cluster namespace(String labels, String more) {
    return namespace(labels, more, "onFailure: hold");
  }

  private Cluster namespace(String labels, String more, String field) {
    return world.cluster(
        "\n  namespaces: [{name: NAMESPACE, labels: " + labels + more + "}]\n  " + field + "\n");
  }

  private StageRun applied(Cluster cluster) {
    StageRun run = world.applyNetwork(cluster);
    assertThat(run.report().failures()).isEmpty();
    return run;
  }

  private Outcome outcome(StageRun run, String step) {
    return run.report().outcomes().get(address(step));
  }

  private Address address(String step) {
    return Address.parse(step.replace("NAMESPACE", world.namespace));
  }

  private NamespacePolicy step(StepGraph<ClusterNetwork> graph, String name) {
    assertThat(graph.addresses()).contains(address("network-policy/NAMESPACE/" + name));
    return new NamespacePolicy(
        new NetworkPolicy(
            world.namespace,
            name,
            LabelSelector.ALL,
            Set.of(Direction.INGRESS),
            List.of(),
            List.of()),
        List.of());
  }

  private List<String> policies() {
    Selection all =
        Selection.all(NamespacePolicy.API_VERSION, NamespacePolicy.OBJECT_KIND).in(world.namespace);
    return world.api.list(all).stream()
        .map(policy -> policy.at("/metadata/name").asString())
        .toList();
  }

  private JsonNode policy(String name) {
    return world.api.get(ref(name)).orElseThrow();
  }

  private ObjectRef ref(String name) {
    return ObjectRef.namespaced(
        NamespacePolicy.API_VERSION, NamespacePolicy.OBJECT_KIND, world.namespace, name);
  }
}
