package io.clusterline.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.StageRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people may do, as a real API server with RBAC decides it. */
class GrantsTest {

  private World world;

  @BeforeEach
  void calicoRunsOnJoinedNodes() {
    world = new World();
    world.kubeadmHasRun();
    world.rolesAreAggregated();
    assertThat(world.applyCni(world.cluster()).failures()).isEmpty();
    world.everythingRuns();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void givenAnOperatorOfANamespace_whenApplied_thenTheGroupChangesWorkloadsThereOnly() {
    apply("{name: NAMESPACE, role: operator, groups: [backend], namespaces: [NAMESPACE]}");

    mayGroup("backend", "create", "deployments", world.namespace, true);
    mayGroup("backend", "create", "deployments", "default", false);
    mayGroup("backend", "create", "rolebindings", world.namespace, false);
    mayGroup("frontend", "get", "pods", world.namespace, false);
  }

  @Test
  void givenAViewerOfTheCluster_whenApplied_thenTheGroupReadsEverywhereButNoSecrets() {
    apply("{name: NAMESPACE, role: viewer, groups: [auditors]}");

    mayGroup("auditors", "get", "pods", "default", true);
    mayGroup("auditors", "delete", "pods", "default", false);
    mayGroup("auditors", "get", "secrets", "default", false);
  }

  @Test
  void givenAServiceAccount_whenApplied_thenItExistsAndMayAdministerItsNamespace() {
    apply("{name: NAMESPACE, role: admin, serviceAccounts: [ci], namespaces: [NAMESPACE]}");

    assertThat(world.api.get(account())).isPresent();
    mayAccount("create", "rolebindings", world.namespace, true);
    mayAccount("create", "deployments", "default", false);
  }

  @Test
  void givenAGrant_whenItsRoleChanges_thenTheFormerOneIsTakenBack() {
    apply("{name: NAMESPACE, role: operator, groups: [backend], namespaces: [NAMESPACE]}");

    Cluster changed =
        withGrants("{name: NAMESPACE, role: viewer, groups: [backend], namespaces: [NAMESPACE]}");
    assertThat(world.applyNetwork(changed).report().failures()).isEmpty();
    assertThat(world.pruneNetwork(changed).failures()).isEmpty();

    mayGroup("backend", "get", "pods", world.namespace, true);
    mayGroup("backend", "create", "deployments", world.namespace, false);
  }

  @Test
  void givenABindingThatSomebodyWidened_whenApplied_thenItIsAsSpecifiedAgain() {
    String grant = "{name: NAMESPACE, role: viewer, groups: [backend], namespaces: [NAMESPACE]}";
    apply(grant);
    world.api.mergePatch(
        binding(),
        Manifests.parse(
                "{subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: everybody}]}")
            .getFirst());
    mayGroup("everybody", "get", "pods", world.namespace, true);

    apply(grant);

    mayGroup("everybody", "get", "pods", world.namespace, false);
    mayGroup("backend", "get", "pods", world.namespace, true);
  }

  @Test
  void givenAnAccountThatWasThereBefore_whenTheGrantGoes_thenItStaysWithoutRights() {
    assertThat(world.applyNetwork(withGrants("")).report().failures()).isEmpty();
    world.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: ci, namespace: "
            + world.namespace
            + "}}");
    apply("{name: NAMESPACE, role: admin, serviceAccounts: [ci], namespaces: [NAMESPACE]}");

    assertThat(world.pruneNetwork(withGrants("")).failures()).isEmpty();

    assertThat(world.api.get(account())).isPresent();
    mayAccount("get", "pods", world.namespace, false);
  }

  private void apply(String grant) {
    StageRun run = world.applyNetwork(withGrants(grant));
    assertThat(run.report().failures()).isEmpty();
  }

  private Cluster withGrants(String grant) {
    return world.cluster(
        "  namespaces: [{name: NAMESPACE}]\n  grants: [GRANT]\n".replace("GRANT", grant));
  }

  private ObjectRef account() {
    return ObjectRef.namespaced("v1", "ServiceAccount", world.namespace, "ci");
  }

  private ObjectRef binding() {
    return ObjectRef.namespaced(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        world.namespace,
        "clusterline:" + world.namespace + ":viewer");
  }

  private void mayGroup(
      String group, String verb, String resource, String namespace, boolean expected) {
    decides(List.of("--as=somebody", "--as-group=" + group), verb, resource, namespace, expected);
  }

  private void mayAccount(String verb, String resource, String namespace, boolean expected) {
    String user = "system:serviceaccount:" + world.namespace + ":ci";
    decides(List.of("--as=" + user), verb, resource, namespace, expected);
  }

  /** The authorizer sees a binding a moment after it was written. */
  private void decides(
      List<String> who, String verb, String resource, String namespace, boolean expected) {
    List<String> command = new ArrayList<>(List.of("auth", "can-i", verb, resource));
    command.add("--namespace=" + namespace);
    command.addAll(who);
    String wanted = expected ? "yes" : "no";
    Wait.until(who + " may " + verb + " " + resource + " in " + namespace + ": " + wanted)
        .within(Duration.ofSeconds(5))
        .poll(() -> {
          String answer = ApiServer.shared().kubectl(command).strip();
          return answer.equals(wanted) ? Seen.yes(true) : Seen.notYet(answer);
        });
  }
}
