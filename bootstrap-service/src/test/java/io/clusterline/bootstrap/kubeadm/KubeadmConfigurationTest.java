package io.clusterline.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Machine;
import io.clusterline.secret.Secret;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.spec.TaintSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class KubeadmConfigurationTest {

  private static final BootstrapToken TOKEN =
      new BootstrapToken(Secret.of("abcdef.0123456789abcdef"));

  private final InfraReady trigger = Builds.infraReady();

  @Test
  void givenAClusterWhenItsControlPlaneIsConfiguredThenTheYamlIsTheGoldenOne() throws IOException {
    KubeadmInit init = new KubeadmInit(trigger.cluster(), registration("master"), TOKEN);

    assertThat(init.yaml().reveal()).isEqualTo(golden("init.yaml"));
  }

  @Test
  void givenAWorkerWhenItsJoinIsConfiguredThenTheYamlIsTheGoldenOne() throws IOException {
    KubeadmJoin join =
        new KubeadmJoin(
            ApiEndpoint.inside(trigger.cluster()), "sha256:00ff", TOKEN, registration("worker-1"));

    assertThat(join.yaml().reveal()).isEqualTo(golden("join.yaml"));
  }

  @Test
  void givenAWorkerWithoutTaintsWhenItsJoinIsConfiguredThenTheListIsEmptyAndNotAbsent() {
    KubeadmJoin join = new KubeadmJoin("api:6443", "sha256:00ff", TOKEN, registration("worker-2"));

    assertThat(join.yaml().reveal()).contains("  taints: []\n");
  }

  @Test
  void givenPodsOnTheControlPlaneWhenItIsConfiguredThenKubeadmsTaintIsNotSet() {
    JsonNode specification = SpecificationWriter.toTree(trigger.cluster());
    ((ObjectNode) specification.at("/spec/kubernetes")).put("allowSchedulingOnControlPlane", true);
    Machine master = trigger.infrastructure().machines().getFirst();

    NodeRegistration open =
        NodeRegistration.of(master, SpecificationReader.bind(specification).spec());

    assertThat(registration(master.name()).taints()).contains(TaintSpec.CONTROL_PLANE);
    assertThat(open.taints()).doesNotContain(TaintSpec.CONTROL_PLANE);
  }

  @Test
  void givenTheConfigurationsWhenAParserReadsThemThenEveryDocumentIsYaml() {
    KubeadmInit init = new KubeadmInit(trigger.cluster(), registration("master"), TOKEN);
    Load load = new Load(LoadSettings.builder().build());

    assertThat(load.loadAllFromString(init.yaml().reveal())).hasSize(4);
    assertThat(load.loadAllFromString(TOKEN.yaml().reveal())).hasSize(1);
  }

  private NodeRegistration registration(String name) {
    Machine machine =
        trigger.infrastructure().machines().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    return NodeRegistration.of(machine, trigger.cluster().spec());
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = KubeadmConfigurationTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
