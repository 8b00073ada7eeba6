package io.clusterline.spec;

import static io.clusterline.spec.Specifications.findings;
import static io.clusterline.spec.Specifications.smallWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts that cannot work, or that would stop all others of their load balancer. */
class IngressCheckTest {

  private static final String ALB = "alb.ingress.kubernetes.io/";
  private static final String ARN = "arn:aws:acm:ap-northeast-2:123456789012:certificate/0a1b2c3d-";

  private static final String GOOD = host("name: shop", "host: shop.example.org", "order: 10");

  /** A host with these fields, and good ones for the rest. */
  private static String host(String... fields) {
    Stream<String> rest =
        Stream.of(
                "name: other",
                "host: other.example.org",
                "namespace: web",
                "service: other",
                "port: 80",
                "order: 20")
            .filter(one -> Stream.of(fields).noneMatch(field -> isSame(field, one)));
    return Stream.concat(Stream.of(fields), rest).collect(Collectors.joining(", ", "{", "}"));
  }

  private static boolean isSame(String field, String other) {
    return field.substring(0, field.indexOf(':')).equals(other.substring(0, other.indexOf(':')));
  }

  private static List<Finding> findingsOf(String... hosts) {
    return findings(with("aliases: [example.org], hosts: [" + String.join(", ", hosts) + "]"));
  }

  private static String with(String ingress) {
    return smallWith(
        "  addons:",
        String.join(
            "\n",
            "  domain: example.org",
            "  namespaces: [{name: web}]",
            "  ingress: {" + ingress + "}",
            "  addons:",
            "    - name: aws-load-balancer-controller"));
  }

  @Test
  void givenHostsThatFitTogetherWhenReadThenNothingIsWrong() {
    assertThat(findingsOf(GOOD, host())).isEmpty();
  }

  @Test
  void givenTwoPathsOfOneHostWhenTheLongerOneIsAskedFirstThenNothingIsWrong() {
    assertThat(
            findingsOf(
                host("name: api", "host: api.example.org", "path: /v1", "order: 1"),
                host("name: rest", "host: api.example.org", "path: /", "order: 2")))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          host: shop.example.com                     | host         | outside of spec.domain, example.org: its records are in another zone
          host: notexample.org                       | host         | outside of spec.domain, example.org: its records are in another zone
          host: a.b.example.org                      | host         | the certificate covers example.org and one label before it, not two
          host: images.example.org                   | host         | this name leads to the CDN of the images
          host: "x.example.org; rm -rf /"            | host         | must be a DNS name of at least two lower-case labels
          host: "*.example.org"                      | host         | must be a DNS name of at least two lower-case labels
          host: "ёж.example.org"                     | host         | must be a DNS name of at least two lower-case labels
          path: "/*"                                 | path         | must be a path of at most 126 characters that begins with a slash, without %, wildcard, query or dot segments
          path: /a?b=c                               | path         | must be a path of at most 126 characters that begins with a slash, without %, wildcard, query or dot segments
          path: /a/../b                              | path         | must be a path of at most 126 characters that begins with a slash, without %, wildcard, query or dot segments
          healthCheckPath: "/a?b"                    | healthCheckPath | must be a path that begins with a slash, without query, fragment or wildcard
          namespace: wbe                             | namespace    | no namespace of the specification or of an add-on
          order: 10                                  | order        | the same order as spec.ingress.hosts[0].order
          name: shop                                 | name         | already used at spec.ingress.hosts[0].name
          host: shop.example.org                     | host         | the same host and path as spec.ingress.hosts[0].host
          """)
  void givenOneMistakeWhenReadThenItIsTheOneFinding(String field, String path, String reason) {
    assertThat(findingsOf(GOOD, host(field)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.ingress.hosts[1]." + path);
          assertThat(finding.reason()).isEqualTo(reason);
        });
  }

  @Test
  void givenTwoCertificatesForOneHostWhenReadThenTheSecondIsRefused() {
    assertThat(
            findingsOf(
                host("name: a", "host: a.example.org", "path: /a", "certificateArn: " + ARN + "1"),
                host(
                    "name: b", "host: a.example.org", "certificateArn: " + ARN + "2", "order: 30")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.ingress.hosts[1].certificateArn");
          assertThat(finding.reason())
              .isEqualTo("another certificate for this host than at spec.ingress.hosts[0]");
        });
  }

  @Test
  void givenAHostOfTwoLabelsWithItsOwnCertificateWhenReadThenNothingIsWrong() {
    assertThat(findingsOf(host("host: a.b.example.org", "certificateArn: " + ARN + "1"))).isEmpty();
  }

  @Test
  void givenAnAnnotationOfTheGroupWithTwoValuesWhenReadThenTheSecondIsRefused() {
    String key = ALB + "ip-address-type";
    assertThat(
            findingsOf(
                host("name: shop", "host: shop.example.org", "order: 1", annotation(key, "ipv4")),
                host(annotation(key, "dualstack"))))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).startsWith("spec.ingress.hosts[1].annotations");
          assertThat(finding.reason()).startsWith("the load balancer has one value for it");
        });
  }

  @Test
  void givenATagWithTwoValuesWhenReadThenTheSecondIsRefused() {
    String key = ALB + "tags";
    assertThat(
            findingsOf(
                host(
                    "name: shop",
                    "host: shop.example.org",
                    "order: 1",
                    annotation(key, "Team=a,Domain=shop")),
                host(annotation(key, "Domain=other,Team=a"))))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).startsWith("spec.ingress.hosts[1].annotations");
          assertThat(finding.reason()).endsWith("another host says Domain=shop");
        });
  }

  @Test
  void givenAnAnnotationThatOtherFieldsDecideWhenReadThenItIsRefused() {
    assertThat(findingsOf(host(annotation(ALB + "certificate-arn", ARN + "9"))))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.reason()).isEqualTo("Clusterline writes this annotation"));
  }

  @Test
  void givenAnAnnotationThatTheControllerDoesNotKnowWhenReadThenItIsRefused() {
    assertThat(findingsOf(host(annotation(ALB + "backend-protocol-timeout", "5"))))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.reason())
              .isEqualTo("no annotation of the AWS Load Balancer Controller for an Ingress");
          assertThat(finding.fix()).contains("did you mean " + ALB + "backend-protocol");
        });
  }

  @Test
  void givenAPathBehindAShorterOneOfItsHostWhenReadThenItIsRefused() {
    assertThat(
            findingsOf(
                host("name: all", "host: api.example.org", "path: /", "order: 1"),
                host("name: v1", "host: api.example.org", "path: /v1", "order: 2")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.ingress.hosts[1]");
          assertThat(finding.reason()).startsWith("never reached: spec.ingress.hosts[0] answers");
        });
  }

  @Test
  void givenHostsWithoutDomainAndControllerWhenReadThenBothAreAskedFor() {
    assertThat(
            findings(
                smallWith(
                    "  addons:",
                    "  namespaces: [{name: web}]\n  ingress: {hosts: ["
                        + host()
                        + "]}\n  addons:")))
        .extracting(Finding::reason)
        .containsExactly(
            "needs spec.domain, which is not given",
            "needs the AWS Load Balancer Controller, which is not among the add-ons");
  }

  private static String annotation(String key, String value) {
    return "annotations: {" + key + ": \"" + value + "\"}";
  }
}
