package io.clusterline.networkpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clusterline.Json;
import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.networkpolicy.Peer.Pods;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class NetworkPolicyJsonTest {

  private static final String ALL =
      """
      {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy",
       "metadata":{"name":"everything","namespace":"scan"},
       "spec":{
        "podSelector":{"matchLabels":{"app":"scan","tier":"api"},
         "matchExpressions":[{"key":"canary","operator":"DoesNotExist"},
          {"key":"zone","operator":"NotIn","values":["a","b"]}]},
        "policyTypes":["Ingress","Egress"],
        "ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/16","except":["10.0.7.0/24"]}},
          {"namespaceSelector":{},"podSelector":{"matchLabels":{"a":"b"}}}],
         "ports":[{"protocol":"TCP","port":8000},{"protocol":"UDP","port":"dns"},
          {"protocol":"SCTP"},{"protocol":"TCP","port":1,"endPort":9}]}],
        "egress":[{}]}}
      """;

  @Test
  void givenEveryFieldWhenReadAndWrittenThenTheManifestIsTheSame() {
    JsonNode manifest = Json.MAPPER.readTree(ALL);

    assertThat(NetworkPolicyJson.write(NetworkPolicyJson.read(manifest))).isEqualTo(manifest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"podSelector":{}}                                                  | INGRESS
          {"podSelector":{},"policyTypes":[]}                                 | INGRESS
          {"podSelector":{},"ingress":[{}]}                                   | INGRESS
          {"podSelector":{},"egress":[]}                                      | INGRESS
          {"podSelector":{},"egress":null}                                    | INGRESS
          {"podSelector":{},"egress":[{}]}                                    | INGRESS EGRESS
          {"podSelector":{},"policyTypes":["Egress"]}                         | EGRESS
          {"podSelector":{},"policyTypes":["Ingress"],"egress":[{}]}          | INGRESS
          {"podSelector":{},"policyTypes":["Egress","Ingress"]}               | INGRESS EGRESS
          """)
  void givenPolicyTypesOrNoneThenItIsolatesAsTheApiDefaults(String spec, String directions) {
    assertThat(read(spec).directions())
        .extracting(Direction::name)
        .containsExactlyInAnyOrder(directions.split(" "));
  }

  @Test
  void givenAPortWithoutProtocolThenItIsTcp() {
    NetworkPolicy policy = read("{\"podSelector\":{},\"ingress\":[{\"ports\":[{\"port\":80}]}]}");

    assertThat(policy.ingress().getFirst().ports()).containsExactly(PolicyPort.tcp(80));
  }

  @Test
  void givenAProtocolWithoutPortThenItIsEveryPort() {
    NetworkPolicy policy =
        read("{\"podSelector\":{},\"ingress\":[{\"ports\":[{\"protocol\":\"UDP\"}]}]}");

    assertThat(policy.ingress().getFirst().ports())
        .containsExactly(new PolicyPort(Protocol.UDP, null, null, null));
  }

  @Test
  void givenAnEmptyAndAMissingSelectorThenTheyDiffer() {
    NetworkPolicy policy =
        read("{\"podSelector\":{},\"ingress\":[{\"from\":[{\"namespaceSelector\":{}}]}]}");

    assertThat(policy.ingress().getFirst().peers())
        .containsExactly(new Pods(LabelSelector.ALL, null));
  }

  @Test
  void givenNoNamespaceThenItIsTheOneItIsInstalledInto() {
    JsonNode manifest = Json.MAPPER.readTree(manifest("{\"name\":\"a\"}", "{\"podSelector\":{}}"));

    assertThat(NetworkPolicyJson.read(manifest, "argocd").namespace()).isEqualTo("argocd");
    assertThatExceptionOfType(InvalidNetworkPolicyException.class)
        .isThrownBy(() -> NetworkPolicyJson.read(manifest))
        .extracting(InvalidNetworkPolicyException::field)
        .isEqualTo("metadata.namespace");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                              | spec.podSelector
          {"podSelector":[]}                                              | spec.podSelector
          {"podSelector":{},"policytypes":["Egress"]}                     | spec.policytypes
          {"podSelector":{},"policyTypes":["egress"]}                     | spec.policyTypes[0]
          {"podSelector":{},"policyTypes":"Egress"}                       | spec.policyTypes
          {"podSelector":{"app":"a"}}                                     | spec.podSelector.app
          {"podSelector":{"matchLabels":{"app":1}}}                       | spec.podSelector.matchLabels.app
          {"podSelector":{"matchLabels":{"app":"a b"}}}                   | spec.podSelector.matchLabels
          {"podSelector":{"matchExpressions":[{"key":"a","operator":"Is","values":["b"]}]}}   | spec.podSelector.matchExpressions[0].operator
          {"podSelector":{"matchExpressions":[{"key":"a","operator":"In"}]}}                  | spec.podSelector.matchExpressions[0].values
          {"podSelector":{"matchExpressions":[{"key":"a","operator":"Exists","values":["b"]}]}} | spec.podSelector.matchExpressions[0].values
          {"podSelector":{"matchExpressions":[{"key":"-","operator":"Exists"}]}}              | spec.podSelector.matchExpressions[0].key
          {"podSelector":{},"ingress":[{"to":[]}]}                        | spec.ingress[0].to
          {"podSelector":{},"egress":[{"from":[]}]}                       | spec.egress[0].from
          {"podSelector":{},"ingress":[{},{"from":[{}]}]}                 | spec.ingress[1].from[0]
          {"podSelector":{},"ingress":[{"from":[{"podSelector":{},"ipBlock":{"cidr":"10.0.0.0/8"}}]}]} | spec.ingress[0].from[0]
          {"podSelector":{},"ingress":[{"from":[{"ipBlock":{}}]}]}        | spec.ingress[0].from[0].ipBlock.cidr
          {"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.1"}}]}]}     | spec.ingress[0].from[0].ipBlock.cidr
          {"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/33"}}]}]}  | spec.ingress[0].from[0].ipBlock.cidr
          {"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.256/8"}}]}]} | spec.ingress[0].from[0].ipBlock.cidr
          {"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"localhost/8"}}]}]}  | spec.ingress[0].from[0].ipBlock.cidr
          {"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/16","except":["10.1.0.0/24"]}}]}]} | spec.ingress[0].from[0].ipBlock.except[0]
          {"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/16","except":["10.0.0.0/16"]}}]}]} | spec.ingress[0].from[0].ipBlock.except[0]
          {"podSelector":{},"ingress":[{"ports":[{"port":0}]}]}           | spec.ingress[0].ports[0].port
          {"podSelector":{},"ingress":[{"ports":[{"port":65536}]}]}       | spec.ingress[0].ports[0].port
          {"podSelector":{},"ingress":[{"ports":[{"port":"80"}]}]}        | spec.ingress[0].ports[0].port
          {"podSelector":{},"ingress":[{"ports":[{"port":80.5}]}]}        | spec.ingress[0].ports[0].port
          {"podSelector":{},"ingress":[{"ports":[{"protocol":"tcp"}]}]}   | spec.ingress[0].ports[0].protocol
          {"podSelector":{},"ingress":[{"ports":[{"endPort":80}]}]}       | spec.ingress[0].ports[0].endPort
          {"podSelector":{},"ingress":[{"ports":[{"port":90,"endPort":80}]}]}     | spec.ingress[0].ports[0].endPort
          {"podSelector":{},"ingress":[{"ports":[{"port":"http","endPort":80}]}]} | spec.ingress[0].ports[0].endPort
          """)
  void givenAFaultThenTheErrorNamesTheField(String spec, String field) {
    assertThatExceptionOfType(InvalidNetworkPolicyException.class)
        .isThrownBy(() -> read(spec))
        .extracting(InvalidNetworkPolicyException::field)
        .isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                                            | (manifest)
          {"kind":"NetworkPolicy"}                                      | apiVersion
          {"apiVersion":"crd.projectcalico.org/v1"}                     | apiVersion
          {"apiVersion":"networking.k8s.io/v1","kind":"Ingress"}        | kind
          {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy"}  | metadata
          {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":"a"}}              | metadata.name
          {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":"a","name":"A"}}   | metadata.name
          {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":"a","name":"a"}}   | spec
          {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","specs":{}}                                | specs
          """)
  void givenAnotherObjectThenTheErrorNamesTheField(String manifest, String field) {
    assertThatExceptionOfType(InvalidNetworkPolicyException.class)
        .isThrownBy(() -> NetworkPolicyJson.read(Json.MAPPER.readTree(manifest)))
        .extracting(InvalidNetworkPolicyException::field)
        .isEqualTo(field);
  }

  private static NetworkPolicy read(String spec) {
    return NetworkPolicyJson.read(
        Json.MAPPER.readTree(manifest("{\"name\":\"a\",\"namespace\":\"b\"}", spec)));
  }

  private static String manifest(String metadata, String spec) {
    return "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":%s,\"spec\":%s}"
        .formatted(metadata, spec);
  }
}
