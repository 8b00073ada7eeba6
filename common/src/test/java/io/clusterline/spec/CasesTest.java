package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Cases of public reports that the specification alone can tell. */
class CasesTest {

  @ParameterizedTest(name = "{0}: {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a02-label-name.yaml   | metadata.labels.name       | becomes a tag, and IAM takes its key for the same as Name
          a03-office-cidrs.yaml | spec.access                | 25 ranges for SSH, 25 for the API and 17 rules of the cluster's own are 67 rules of one security group; AWS allows 60
          a07-too-many-tags.yaml | spec.nodes[2].tags        | 30 tags, 25 labels and 7 tags of Clusterline's own are 62 tags; EC2 allows 50
          a08-tag-override.yaml | spec.nodes[2].tags.ManagedBy | this tag is written by AWS, Kubernetes or Clusterline
          a10-t4g.yaml          | spec.nodes[2].type         | an arm64 machine, and Clusterline builds x86-64 clusters only
          a11-all-tainted.yaml  | spec.addons[1].name        | no node takes its pods: every worker has a taint
          a11-single-node.yaml  | spec.addons[1].name        | no node takes its pods: the cluster has no worker
          a19-gitops-ssh.yaml   | spec.gitops.repository     | a private repository (SSH) without a key
          """)
  void givenACaseWhenReadThenItsOneFindingNamesTheMistake(String file, String path, String reason) {
    assertThat(findings(Cases.text(file)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.reason()).isEqualTo(reason);
          assertThat(finding.fix()).isNotBlank();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1.large",
        "t4g.small",
        "m7gd.large",
        "c8gn.xlarge",
        "im4gn.large",
        "hpc7g.4xlarge"
      })
  void givenATypeOfAwsOwnProcessorWhenReadThenItIsRefusedAsArm64(String type) {
    assertThat(
            findings(
                Specifications.smallWith(
                    "worker-2, types: [t3a.medium, t3.medium]", "worker-2, type: " + type)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("arm64"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"m7i.large", "m7i-flex.large", "g5.xlarge", "r8i.2xlarge", "u-6tb1.56xlarge"})
  void givenATypeOfAFamilyThatIsNotBundledWhenReadThenAwsIsAskedLater(String type) {
    assertThat(
            findings(
                Specifications.smallWith(
                    "worker-2, types: [t3a.medium, t3.medium]", "worker-2, type: " + type)))
        .isEmpty();
  }

  @Test
  void givenACurrentTypeWhenReadThenItIsAccepted() {
    assertThat(read(Cases.text("a10-m7i.yaml")).spec().nodes().getLast().type())
        .isEqualTo("m7i.large");
  }

  @ParameterizedTest
  @CsvSource({
    "'{team: a, Team: b}',               metadata.labels.Team",
    "'{managedby: a}',                   metadata.labels.managedby",
    "'{NAME: a}',                        metadata.labels.NAME",
    "'{clusterline.io/keep: a}',         'metadata.labels[\"clusterline.io/keep\"]'"
  })
  void givenALabelThatNoKindOfResourceTakesAsTagWhenReadThenItIsRefused(
      String labels, String path) {
    assertThat(
            findings(
                Specifications.smallWith("name: small ", "name: small\n  labels: " + labels + " ")))
        .extracting(Finding::path)
        .containsExactly(path);
  }

  @Test
  void givenMoreLabelsThanTagsAreAllowedWhenReadThenTheyAreCounted() {
    StringBuilder labels = new StringBuilder("  labels:\n");
    for (int i = 0; i < 43; i++) {
      labels.append("    l-").append(i).append(": x\n");
    }
    assertThat(findings(Specifications.smallWith("spec:\n  aws:", labels + "spec:\n  aws:")))
        .singleElement()
        .satisfies(f -> assertThat(f.reason()).contains("are 51 tags; AWS allows 50"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git@github.com:example/platform.git",
        "ssh://git@example.org/a.git",
        "https://token@example.org/a.git",
        "https://me:secret@example.org/a.git"
      })
  void givenAPrivateRepositoryWhenReadThenItIsRefusedAsSuchWithoutItsPassword(String repository) {
    String text =
        Cases.text("a19-gitops-ssh.yaml")
            .replace("git@github.com:example/platform.git", "\"" + repository + "\"");
    assertThat(findings(text))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.reason()).contains("a private repository");
          assertThat(finding.toString()).doesNotContain("secret@");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "git@github.com:example/platform.git, ssh-key",
    "ssh://git@git.example.org:2222/a.git, ssh-key",
    "https://git.example.org/a.git, token"
  })
  void givenAPrivateRepositoryWhenItsCredentialsAreNamedThenItIsAccepted(
      String repository, String credentials) {
    Cluster read = read(withRepository(repository, credentials));

    assertThat(read.spec().gitops().repository()).isEqualTo(repository);
    assertThat(Json.MAPPER.valueToTree(read).at("/spec/gitops/credentials").asString())
        .isEqualTo(credentials);
  }

  @ParameterizedTest
  @CsvSource({
    "git@github.com:example/platform.git, token, a token opens https URLs",
    "https://git.example.org/a.git, ssh-key, a key opens SSH URLs"
  })
  void givenCredentialsThatDoNotOpenTheUrlWhenReadThenTheFindingNamesThem(
      String repository, String credentials, String fix) {
    assertThat(findings(withRepository(repository, credentials)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.gitops.credentials");
          assertThat(finding.fix()).contains(fix);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-oProxyCommand=reboot@example.org:a",
        "git@example.org:a b",
        "ssh://git@example.org",
        "git@-oexample.org:a"
      })
  void givenAnSshUrlThatWouldBeAnOptionOrIsNoneWhenReadThenItIsRefused(String repository) {
    assertThat(findings(withRepository(repository, "ssh-key")))
        .extracting(Finding::path)
        .contains("spec.gitops.repository");
  }

  private static String withRepository(String repository, String credentials) {
    return Cases.text("a19-gitops-ssh.yaml")
        .replace(
            "git@github.com:example/platform.git",
            "\"" + repository + "\"\n    credentials: " + credentials);
  }

  @Test
  void givenOneMachineWhenPodsMayRunOnTheControlPlaneThenItIsAccepted() {
    Cluster single =
        read(
            Cases.text("a11-single-node.yaml")
                .replace(
                    "version: \"1.36.3\"",
                    "version: \"1.36.3\"\n    allowSchedulingOnControlPlane: true"));

    assertThat(single.spec().kubernetes().allowSchedulingOnControlPlane()).isTrue();
    assertThat(single.spec().controlPlane().taints(true)).isEmpty();
    assertThat(single.spec().controlPlane().taints(false)).containsExactly(TaintSpec.CONTROL_PLANE);
  }

  @Test
  void givenOneMachineWhenItIsRefusedThenTheFieldThatHelpsIsNamed() {
    assertThat(findings(Cases.text("a11-single-node.yaml")))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.fix())
                .contains("spec.kubernetes.allowSchedulingOnControlPlane: true"));
  }

  @Test
  void givenWhatWasWrittenBeforeTheFieldWhenReadThenTheControlPlaneStaysAsItWas() {
    ObjectNode stored = (ObjectNode) SpecificationWriter.toTree(read(Specifications.small()));
    ((ObjectNode) stored.at("/spec/kubernetes")).remove("allowSchedulingOnControlPlane");

    Cluster ofAnEvent = Json.MAPPER.treeToValue(stored, Cluster.class);

    assertThat(ofAnEvent.spec().kubernetes().allowSchedulingOnControlPlane()).isFalse();
    assertThat(SpecificationReader.bind(stored).spec().kubernetes().allowSchedulingOnControlPlane())
        .isFalse();
  }

  @Test
  void givenTolerationsInItsValuesWhenReadThenAnAddonMayHaveOnlyTaintedNodes() {
    String text =
        Cases.text("a11-all-tainted.yaml")
            .replace(
                "- name: kube-prometheus-stack",
                "- {name: kube-prometheus-stack, values: {grafana: {tolerations: [{operator: Exists}]}}}");
    assertThat(findings(text)).isEmpty();
    String labelled =
        Cases.text("a11-all-tainted.yaml")
            .replace("worker-1, type", "worker-1, labels: {workload: monitoring}, type");
    assertThat(findings(labelled)).isEmpty();
  }

  @Test
  void givenExternalDnsWithoutADomainWhenReadThenTheFindingSaysWhatIsMissing() {
    String text =
        Cases.text("a11-single-node.yaml").replace("kube-prometheus-stack", "external-dns");

    assertThat(findings(text))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.addons[1].name");
          assertThat(finding.reason()).isEqualTo("needs spec.domain, which is not given");
        });
    assertThat(findings(text.replace("spec:\n", "spec:\n  domain: example.org\n"))).isEmpty();
  }

  /** A label for one add-on's pods says nothing of another's. */
  @Test
  void givenANodeForMonitoringOnlyWhenADataStoreIsWantedThenItHasNoNode() {
    String text =
        Cases.text("a11-all-tainted.yaml")
            .replace("worker-1, type", "worker-1, labels: {workload: monitoring}, type")
            .replace("kube-prometheus-stack", "postgres");

    assertThat(findings(text))
        .singleElement()
        .satisfies(finding -> assertThat(finding.fix()).contains("workload: database"));
    assertThat(findings(text.replace("workload: monitoring", "workload: database"))).isEmpty();
  }
}
