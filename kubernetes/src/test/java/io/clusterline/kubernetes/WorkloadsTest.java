package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Evidence;
import io.clusterline.testing.ApiServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadsTest {

  private static KubernetesApi api;
  private static Workloads workloads;
  private final String name = ApiServer.uniqueName("w");

  @BeforeAll
  static void connect() {
    api = ApiServer.shared().connect();
    workloads = new Workloads(api);
  }

  @AfterAll
  static void close() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void givenNoSuchWorkload_whenJudged_thenItReportsIt() {
    assertThat(workloads.health(deployment()).toString())
        .isEqualTo("Deployment default/" + name + ": does not exist");
  }

  @Test
  void givenNoControllerHasLooked_whenJudged_thenItIsNotHealthy() {
    applyDeployment();

    assertThat(workloads.health(deployment()))
        .isEqualTo(
            new WorkloadHealth(deployment(), false, "its controller has not looked at it yet"));
  }

  @Test
  void givenAllReplicasAvailable_whenJudged_thenItIsHealthy() {
    applyDeployment();
    deploymentStatus(
        "{observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2}");

    assertThat(workloads.health(deployment()))
        .isEqualTo(new WorkloadHealth(deployment(), true, "2/2 available"));
  }

  @Test
  void givenOldReplicasOnly_whenJudged_thenItIsNotHealthy() {
    applyDeployment();
    deploymentStatus(
        "{observedGeneration: 1, replicas: 2, updatedReplicas: 0, readyReplicas: 2, availableReplicas: 2}");

    assertThat(workloads.health(deployment()).detail())
        .startsWith("2/2 available, 0 of the present version");
  }

  @Test
  void givenAnImageThatCannotBePulled_whenJudged_thenThePodsReasonIsNamed() {
    applyDeployment();
    deploymentStatus("{observedGeneration: 1, replicas: 2, updatedReplicas: 2}");
    pod(
        "containerStatuses: [{name: main, ready: false, restartCount: 0, image: x, imageID: '', "
            + "state: {waiting: {reason: ImagePullBackOff, message: no such tag}}}]");

    assertThat(workloads.health(deployment()).detail())
        .isEqualTo("0/2 available; pod " + name + "-pod: main ImagePullBackOff (no such tag)");
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidImageName, cannot parse the name, true",
    "CreateContainerConfigError, container has runAsNonRoot and image will run as root, true",
    "CreateContainerConfigError, secret \"redis\" not found, false",
    "ImagePullBackOff, no such tag, false"
  })
  void givenWhatTheKubeletSays_whenJudged_thenOnlyWhatCannotChangeIsImpossible(
      String reason, String message, boolean impossible) {
    applyDeployment();
    deploymentStatus("{observedGeneration: 1, replicas: 2, updatedReplicas: 2}");
    pod(
        "containerStatuses: [{name: main, ready: false, restartCount: 0, image: x, imageID: '', "
            + "state: {waiting: {reason: %s, message: '%s'}}}]".formatted(reason, message));

    WorkloadHealth health = workloads.health(deployment());

    assertThat(health.impossible()).isEqualTo(impossible);
    assertThat(health.detail()).contains(reason, message);
  }

  @Test
  void givenAPodThatFitsNowhere_whenJudged_thenTheSchedulersWordsAreNamed() {
    applyDeployment();
    deploymentStatus("{observedGeneration: 1, replicas: 2, updatedReplicas: 2}");
    pod(
        "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: untolerated taint}]");

    assertThat(workloads.health(deployment()).detail())
        .contains("Unschedulable (untolerated taint)");
  }

  @Test
  void givenOnlyAWarningEvent_whenJudged_thenTheNewestOneIsNamed() {
    applyDeployment();
    deploymentStatus("{observedGeneration: 1, replicas: 2, updatedReplicas: 2}");
    pod("phase: Pending");
    event("old", "2026-01-01T00:00:00Z");
    event("new", "2026-01-02T00:00:00Z");

    assertThat(workloads.health(deployment()).detail()).endsWith("FailedMount (new)");
  }

  @Test
  void givenABuiltInApi_whenJudged_thenItIsAvailable() {
    ObjectRef ref = ObjectRef.cluster("apiregistration.k8s.io/v1", "APIService", "v1.apps");

    assertThat(workloads.health(ref)).isEqualTo(new WorkloadHealth(ref, true, "available"));
  }

  @Test
  void givenTheSandboxesRuntimeOnANode_whenAsked_thenWorkloadsAreSimulated() {
    SimulatedWorkloads simulated = new SimulatedWorkloads(api);
    assertThat(simulated.kindOfEvidence()).isEqualTo(Evidence.How.EXECUTED);
    apply("{apiVersion: v1, kind: Node, metadata: {name: " + name + "}}");
    status(
        "{apiVersion: v1, kind: Node, metadata: {name: "
            + name
            + "}, "
            + "status: {nodeInfo: {containerRuntimeVersion: 'sandbox://1.0', architecture: '', bootID: '', "
            + "kernelVersion: '', kubeProxyVersion: '', kubeletVersion: '', machineID: '', operatingSystem: '', "
            + "osImage: '', systemUUID: ''}}}");

    assertThat(simulated.kindOfEvidence()).isEqualTo(Evidence.How.SIMULATED);
    api.delete(ObjectRef.node(name));
  }

  private ObjectRef deployment() {
    return ObjectRef.namespaced("apps/v1", "Deployment", "default", name);
  }

  private void applyDeployment() {
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME, namespace: default}
        spec:
          replicas: 2
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec: {containers: [{name: main, image: x}]}
        """);
  }

  private void deploymentStatus(String status) {
    status(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: NAME, namespace: default}, status: "
            + status
            + "}");
  }

  private void pod(String status) {
    apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: NAME-pod, namespace: default, labels: {app: NAME}}, "
            + "spec: {containers: [{name: main, image: x}]}}");
    status(
        "{apiVersion: v1, kind: Pod, metadata: {name: NAME-pod, namespace: default}, status: {"
            + status
            + "}}");
  }

  private void event(String message, String time) {
    apply(
        "{apiVersion: v1, kind: Event, metadata: {name: NAME-"
            + message
            + ", namespace: default}, type: Warning, "
            + "reason: FailedMount, message: "
            + message
            + ", lastTimestamp: '"
            + time
            + "', "
            + "involvedObject: {kind: Pod, namespace: default, name: NAME-pod}}");
  }

  private void apply(String manifest) {
    api.apply(Manifests.parse(manifest.replace("NAME", name)).getFirst());
  }

  private void status(String manifest) {
    api.applyStatus(Manifests.parse(manifest.replace("NAME", name)).getFirst());
  }
}
