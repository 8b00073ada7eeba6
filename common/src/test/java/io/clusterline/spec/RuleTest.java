package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One mistake in small.yaml each, and the one finding that it gives. */
class RuleTest {

  @Test
  void givenSmallWhenReadThenNothingIsWrong() {
    assertThat(findings(Specifications.small())).isEmpty();
  }

  /** A value that a chart does not list may still be valid; other versions are not checked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: metrics-server, values: {quiteSomethingElse: 1}}",
        "{name: metrics-server, version: 3.12.0, values: {replcas: 2}}",
        "{name: argo-cd, values: {configs: {params: {server.insecur: true}}}}",
        "{name: aws-ebs-csi-driver, values: {controller: {extraVolumeTags: {regions: x}}}}"
      })
  void givenAValueThatIsLikeNoneOfTheChartWhenReadThenItIsNoFinding(String addon) {
    assertThat(findings(smallWith("- name: metrics-server", "- " + addon))).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: worker-2            | name: worker-1          | spec.nodes[2].name | already used at spec.nodes[1].name
          role: control-plane, type | type                    | spec.nodes | no control-plane node
          name: worker-1,           | name: worker-1, role: control-plane, | spec.nodes[1].role | a second control-plane node, and only one is supported yet
          name: worker-1, type: t3a.medium | name: worker-1, type: t3a.huge | spec.nodes[1].type | unknown instance type
          name: worker-1, type: t3a.medium | name: worker-1, type: t3.micro | spec.nodes[1].type | has less than 4 GiB of memory: kubelet, Calico, the CSI driver and one application do not fit, pods are killed and image pulls stall
          subnet: public-b} | subnet: public-c} | spec.nodes[2].subnet | no such subnet
          zone: ap-northeast-2b, public: true | zone: ap-northeast-2b, public: false | spec.nodes[2].subnet | a private subnet: a node there has no way out to download packages and images, and no way in for SSH
          name: worker-2            | name: worker-2, diskGiB: 7 | spec.nodes[2].diskGiB | must be at least 8
          cidr: 10.0.2.0/24         | cidr: 10.1.2.0/24       | spec.network.subnets[1].cidr | outside the VPC (10.0.0.0/16)
          cidr: 10.0.2.0/24         | cidr: 10.0.0.0/22       | spec.network.subnets[1].cidr | overlaps spec.network.subnets[0].cidr (10.0.1.0/24)
          cidr: 10.0.2.0/24         | cidr: 10.0.2.1/24       | spec.network.subnets[1].cidr | host bits are set; the range is 10.0.2.0/24
          cidr: 10.0.2.0/24         | cidr: 10.0.2.0/29       | spec.network.subnets[1].cidr | AWS allows a subnet a prefix from /16 to /28
          zone: ap-northeast-2b     | zone: ap-northeast-1b   | spec.network.subnets[1].zone | not a zone of the region ap-northeast-2
          region: ap-northeast-2    | {region: ap-northeast-2, accountId: 123} | spec.aws.accountId | must be a text
          region: ap-northeast-2    | {region: ap-northeast-2, accountId: "123"} | spec.aws.accountId | must be an AWS account: 12 digits, in quotes
          region: ap-northeast-2    | {region: ap-northeast-2, ami: {owner: amazon}} | spec.aws.ami | an image is named by id, or by owner and name, or by its family alone
          region: ap-northeast-2    | {region: ap-northeast-2, ami: {user: admin}} | spec.aws.ami | an image is named by id, or by owner and name, or by its family alone
          region: ap-northeast-2    | {region: ap-northeast-2, ami: {id: ami-0123456789abcdef0, owner: self, name: x-*}} | spec.aws.ami | an image is named by id, or by owner and name, or by its family alone
          region: ap-northeast-2    | {region: ap-northeast-2, ami: {family: ubuntu, baked: true}} | spec.aws.ami.baked | a distribution's own image holds neither Kubernetes nor container images
          region: ap-northeast-2    | {region: ap-northeast-2, ami: {owner: "136693071363", name: debian-13-*, baked: true}} | spec.aws.ami.baked | a distribution's own image holds neither Kubernetes nor container images
          region: ap-northeast-2    | {region: ap-northeast-2, ami: {family: suse}} | spec.aws.ami.family | must be one of ubuntu, debian
          region: ap-northeast-2    | {region: ap-northeast-2, ami: {family: debian, user: Admin}} | spec.aws.ami.user | must be a user name in lower case
          region: ap-northeast-2    | {region: ap-northeast-2, ami: {id: ami-1}} | spec.aws.ami.id | must be the id of an image
          "1.36.3"                  | "v1.36.3"               | spec.kubernetes.version | must be a full Kubernetes version without a leading v, in quotes
          "1.36.3"                  | "1.36"                  | spec.kubernetes.version | must be a full Kubernetes version without a leading v, in quotes
          "1.36.3"                  | 1.36                    | spec.kubernetes.version | must be a text
          "1.36.3"                  | "1.34.4"                | spec.kubernetes.version | out of support since 2026-10-27
          "1.36.3"                  | "1.9.0"                 | spec.kubernetes.version | out of support for years
          "1.36.3"                  | "1.99.0"                | spec.kubernetes.version | newer than this Clusterline knows (1.37)
          sshCidrs: [203.0.113.0/24] | sshCidrs: []           | spec.access.sshCidrs | must have at least 1 element(s)
          sshCidrs: [203.0.113.0/24] | sshCidrs: [203.0.113.7] | spec.access.sshCidrs[0] | must be an IPv4 range: address, slash, prefix length
          sshCidrs: [203.0.113.0/24] | sshCidrs: [203.0.113.7/24] | spec.access.sshCidrs[0] | host bits are set; the range is 203.0.113.0/24
          name: metrics-server      | name: metric-server     | spec.addons[0].name | not in the catalogue
          - name: metrics-server    | - {name: metrics-server, values: {replcas: 2}} | spec.addons[0].values.replcas | chart 3.13.1 knows no such value and Helm would ignore it
          - name: metrics-server    | - {name: cert-manager, values: {webhook: {replicacount: 2}}} | spec.addons[0].values.webhook.replicacount | chart v1.21.2 knows no such value and Helm would ignore it
          - name: metrics-server    | - {name: argo-cd, managedBy: gitops} | spec.addons[0].managedBy | Argo CD follows the repository, so it cannot come from there
          - name: metrics-server    | - {name: cert-manager, managedBy: gitops} | spec.addons[0].managedBy | the cluster follows no repository that could install it
          - name: metrics-server    | - {name: cert-manager, managedBy: helm} | spec.addons[0].managedBy | must be one of clusterline, gitops
          - name: metrics-server    | [{name: metrics-server}, {name: metrics-server}] | spec.addons[1].name | already used at spec.addons[0].name
          kind: Cluster             | kind: Clustre           | kind | must be Cluster
          clusterline.io/v1alpha1   | clusterline.io/v2       | apiVersion | must be clusterline.io/v1alpha1
          """)
  void givenOneMistakeWhenReadThenItIsTheOneFinding(
      String piece, String replacement, String path, String reason) {
    assertThat(findings(smallWith(piece, replacement)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.reason()).isEqualTo(reason);
          assertThat(finding.fix()).isNotBlank();
        });
  }

  @Test
  void givenAnAddonOfTheRepositoryWhenItHasAVersionOrValuesThenTheyAreRefused() {
    String addons =
        "- {name: argo-cd}\n    - {name: metrics-server, managedBy: gitops, version: 3.12.0,"
            + " values: {replicas: 2}}\n  gitops: {repository: \"https://example.org/a\","
            + " revision: main, path: apps}";

    assertThat(findings(smallWith("- name: metrics-server", addons)))
        .extracting(Finding::path)
        .containsExactlyInAnyOrder("spec.addons[1].version", "spec.addons[1].values");
    assertThat(
            findings(
                smallWith(
                    "- name: metrics-server",
                    addons.replace(", version: 3.12.0, values: {replicas: 2}", ""))))
        .isEmpty();
  }

  /** Fields that small.yaml leaves to their defaults, added under spec. */
  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          domain: growbin            | spec.domain | must be a DNS name of at least two lower-case labels
          onFailure: keep            | spec.onFailure | must be one of hold, rollback
          deletionProtection: "yes"  | spec.deletionProtection | must be true or false
          namespaces: [{name: kube-system}] | spec.namespaces[0].name | this namespace is made by Kubernetes itself
          namespaces: [{name: a}, {name: a}] | spec.namespaces[1].name | already used at spec.namespaces[0].name
          namespaces: [{name: a, labels: {kubernetes.io/os: linux}}] | spec.namespaces[0].labels["kubernetes.io/os"] | the prefix kubernetes.io is reserved for Kubernetes itself
          namespaces: [{name: a, labels: {tier: -x}}] | spec.namespaces[0].labels.tier | must be at most 63 letters, digits, -, _ and . with a letter or digit at both ends
          namespaces: [{name: a, labels: {layer: 2}}] | spec.namespaces[0].labels.layer | must be a text
          namespaces: [{name: a, labels: {tier: buisness-logic}}] | spec.namespaces[0].labels.tier | no tier that the network policies know (business-logic, worker, integration, data, observability, infrastructure, platform)
          namespaces: [{name: a, podSecurity: strict}] | spec.namespaces[0].podSecurity | must be one of privileged, baseline, restricted
          namespaces: [{name: a, quota: {pods: ten}}] | spec.namespaces[0].quota.pods | must be a quantity as Kubernetes writes it, in quotes if it is a plain number
          namespaces: [{name: a, quota: {pods: 10}}] | spec.namespaces[0].quota.pods | must be a text
          namespaces: [{name: a, quota: {pod: "10"}}] | spec.namespaces[0].quota.pod | Kubernetes counts no such resource
          namespaces: [{name: a, quota: {requests.cpu: "1"}}] | spec.namespaces[0].quota["requests.cpu"] | refuses every container that does not say its requests.cpu
          namespaces: [{name: a, quota: {limits.memory: 1Gi}, limits: {defaultRequest: {memory: 1Mi}}}] | spec.namespaces[0].quota["limits.memory"] | refuses every container that does not say its limits.memory
          namespaces: [{name: a, limits: {max: {cpus: "1"}}}] | spec.namespaces[0].limits.max.cpus | no resource of a container
          namespaces: [{name: a, podSecurity: baseline, labels: {pod-security.kubernetes.io/enforce: baseline}}] | spec.namespaces[0].labels["pod-security.kubernetes.io/enforce"] | already set at spec.namespaces[0].podSecurity
          networkPolicies: {enabled: "no"} | spec.networkPolicies.enabled | must be true or false
          mirrors: {digests: {calico: abc}} | spec.mirrors.digests.calico | must be a SHA-256: 64 hexadecimal digits in lower case
          mirrors: {charts: "ftp://example.org"} | spec.mirrors.charts | must be an http or https URL without user name, query or fragment
          mirrors: {charts: "http://example.org:99999"} | spec.mirrors.charts | not a URL that can be reached
          mirrors: {manifests: "https://user:secret@example.org/"} | spec.mirrors.manifests | must be an http or https URL without user name, query or fragment
          mirrors: {images: "Registry/$(reboot)"} | spec.mirrors.images | must be a registry's host, with port and path if any
          gitops: {repository: "https://example.org/a", revision: main, path: .} | spec.gitops | needs Argo CD, which is not among the add-ons
          """)
  void givenOneMoreFieldWhenReadThenItIsTheOneFinding(String field, String path, String reason) {
    assertThat(findings(smallWith("  aws:", "  " + field + "\n  aws:")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.reason()).isEqualTo(reason);
        });
  }

  @ParameterizedTest(name = "{0} under {1}")
  @CsvSource({
    "kube-prometheus-stack, monitoring, restricted",
    "kube-prometheus-stack, monitoring, baseline",
    "atlantis, atlantis, restricted"
  })
  void givenALevelThatWouldRefuseAnAddonsPodsWhenReadThenItIsRefused(
      String addon, String namespace, String level) {
    String text = addons(addon, namespace, "podSecurity: " + level);

    assertThat(findings(text))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.namespaces[0].podSecurity");
          assertThat(finding.reason())
              .startsWith("would refuse the pods of the add-on " + addon + ": ");
        });
    assertThat(findings(text.replace("name: " + addon, "name: metrics-server"))).isEmpty();
    String label = "labels: {pod-security.kubernetes.io/enforce: " + level + "}";
    assertThat(findings(addons(addon, namespace, label))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "kube-prometheus-stack, monitoring, privileged",
    "atlantis, atlantis, baseline",
    "argo-cd, argocd, restricted",
    "cert-manager, cert-manager, restricted"
  })
  void givenALevelThatAdmitsAnAddonsPodsWhenReadThenItIsTaken(
      String addon, String namespace, String level) {
    assertThat(findings(addons(addon, namespace, "podSecurity: " + level))).isEmpty();
  }

  @Test
  void givenATierOfNoPolicyWhenTheyAreSwitchedOffThenItIsTaken() {
    String off =
        "  networkPolicies: {enabled: false}\n"
            + "  namespaces: [{name: a, labels: {tier: frontend}}]\n  aws:";

    assertThat(findings(smallWith("  aws:", off))).isEmpty();
  }

  private static String addons(String addon, String namespace, String field) {
    return smallWith(
        "- name: metrics-server",
        "- name: " + addon + "\n  namespaces: [{name: " + namespace + ", " + field + "}]\n");
  }
}
