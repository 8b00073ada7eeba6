package io.clusterline.infra.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Edge;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Certificates, records and the CDN of a cluster with a domain, made and removed. */
@Timeout(120)
class EdgeStageTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();

  @Test
  void givenADomain_whenApplied_thenItsCertificatesAreIssuedAndTheCdnServesTheImages() {
    String zone = EdgeWorld.zone("whole.example");
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("whole", "whole.example"));
    String bucket = build.makeBucket();

    succeed(build.apply());

    Edge edge = edge(build);
    Edge.Cdn cdn = Objects.requireNonNull(edge.cdn());
    assertThat(edge.zoneId()).isEqualTo(zone);
    assertIssued(edge.certificateArn(), EdgeBuild.REGION, "whole.example", "*.whole.example");
    assertIssued(cdn.certificateArn(), "us-east-1", "images.whole.example");
    assertParameters(EdgeWorld.distribution(cdn.distributionId()), cdn, bucket);
    assertThat(EdgeWorld.policyOf(bucket))
        .contains("cloudfront.amazonaws.com", "s3:GetObject", "AWS:SourceArn")
        .contains("distribution/" + cdn.distributionId());
    assertThat(build.ready().evidence())
        .extracting(Evidence::how)
        .containsExactly(How.SIMULATED, How.SIMULATED, How.SIMULATED);
    assertRecords(zone, cdn);
  }

  private static void assertIssued(String arn, String region, String... names) {
    assertThat(arn).contains(":" + region + ":");
    assertThat(EdgeWorld.certificate(arn).status()).isEqualTo(CertificateStatus.ISSUED);
    assertThat(EdgeWorld.certificate(arn).subjectAlternativeNames())
        .containsExactlyInAnyOrder(names);
  }

  private static void assertParameters(DistributionConfig config, Edge.Cdn cdn, String bucket) {
    assertThat(config.priceClassAsString()).isEqualTo("PriceClass_200");
    assertThat(config.enabled()).isTrue();
    assertThat(config.isIPV6Enabled()).isTrue();
    assertThat(config.aliases().items()).containsExactly("images.whole.example");
    assertThat(config.viewerCertificate().acmCertificateArn()).isEqualTo(cdn.certificateArn());
    assertThat(config.viewerCertificate().minimumProtocolVersionAsString())
        .isEqualTo("TLSv1.2_2021");
    assertThat(config.viewerCertificate().sslSupportMethodAsString()).isEqualTo("sni-only");
    assertThat(config.customErrorResponses().items())
        .extracting(one -> one.errorCode() + " " + one.errorCachingMinTTL())
        .containsExactlyInAnyOrder("403 10", "404 10");
    var origin = config.origins().items().getFirst();
    assertThat(origin.domainName()).isEqualTo(bucket + ".s3.ap-northeast-2.amazonaws.com");
    assertThat(origin.originAccessControlId()).isNotBlank();
    var behavior = config.defaultCacheBehavior();
    assertThat(behavior.viewerProtocolPolicyAsString()).isEqualTo("redirect-to-https");
    assertThat(behavior.compress()).isTrue();
    assertThat(behavior.allowedMethods().itemsAsStrings())
        .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
    assertThat(List.of(behavior.minTTL(), behavior.defaultTTL(), behavior.maxTTL()))
        .containsExactly(0L, 86_400L, 604_800L);
    assertThat(behavior.forwardedValues().headers().items())
        .containsExactlyInAnyOrder(
            "Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method");
    assertThat(behavior.forwardedValues().queryString()).isFalse();
    assertThat(behavior.forwardedValues().cookies().forwardAsString()).isEqualTo("none");
  }

  private static void assertRecords(String zone, Edge.Cdn cdn) {
    List<ResourceRecordSet> records = EdgeWorld.records(zone);
    assertThat(records)
        .filteredOn(one -> one.type() == RRType.CNAME)
        .hasSize(2) // the wildcard shares the domain's
        .allSatisfy(one -> assertThat(one.ttl()).isEqualTo(60));
    assertThat(records)
        .filteredOn(one -> one.aliasTarget() != null)
        .allSatisfy(
            one -> assertThat(one.aliasTarget().dnsName()).startsWith(cdn.distributionDomain()))
        .extracting(ResourceRecordSet::type)
        .containsExactlyInAnyOrder(RRType.A, RRType.AAAA);
  }

  @Test
  void givenAnEdge_whenAppliedAgain_thenNothingChanges() {
    EdgeWorld.zone("twice.example");
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("twice", "twice.example"));
    build.makeBucket();
    succeed(build.apply());
    Edge first = edge(build);

    StageReport again = build.apply();

    assertThat(again.changedNothing()).as(again.toString()).isTrue();
    assertThat(edge(build)).isEqualTo(first);
  }

  @Test
  void givenAnEdge_whenRemoved_thenOnlyWhatWasThereBeforeIsLeft() {
    String zone = EdgeWorld.zone("gone.example");
    ResourceRecordSet others = address("www.gone.example");
    EdgeWorld.put(zone, others);
    Set<String> before = EdgeWorld.inventory();
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("gone", "gone.example"));
    String bucket = build.makeBucket();
    succeed(build.apply());
    assertThat(EdgeWorld.inventory()).hasSize(before.size() + 4);

    succeed(build.remove());

    assertThat(build.ledger().entries()).isEmpty();
    assertThat(EdgeWorld.inventory()).isEqualTo(before);
    assertThat(EdgeWorld.records(zone))
        .extracting(ResourceRecordSet::name)
        .containsExactly("www.gone.example.");
    assertThat(EdgeWorld.S3.listBuckets().buckets()).anyMatch(one -> one.name().equals(bucket));
  }

  @Test
  void givenNoDomain_whenApplied_thenThereIsNothingToDoAndAwsIsNotAsked() {
    EdgeBuild build = new EdgeBuild(SampleClusters.smallText("none", EdgeBuild.REGION));
    AWS.resetCalls();

    succeed(build.apply());

    assertThat(build.ready().edge()).isNull();
    assertThat(build.ready().evidence())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.how()).isEqualTo(How.SKIPPED);
          assertThat(one.result()).contains("no domain");
        });
    assertThat(AWS.calls().get("calls")).isEmpty();
    succeed(build.remove());
  }

  @Test
  void givenTheCdnSwitchedOff_whenApplied_thenOnlyTheClustersCertificateIsMade() {
    String zone = EdgeWorld.zone("plain.example");
    Set<String> before = EdgeWorld.inventory();
    EdgeBuild build =
        new EdgeBuild(EdgeBuild.yaml("plain", "plain.example", "cdn: {enabled: false}"));

    succeed(build.apply());

    assertThat(edge(build).cdn()).isNull();
    assertThat(EdgeWorld.inventory()).hasSize(before.size() + 1);
    assertThat(EdgeWorld.records(zone)).hasSize(1);
  }

  @Test
  void givenACdn_whenItIsSwitchedOffAndPruned_thenItGoesAndTheCertificateStays() {
    String zone = EdgeWorld.zone("off.example");
    Set<String> before = EdgeWorld.inventory();
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("off", "off.example"));
    build.makeBucket();
    succeed(build.apply());
    String regional = edge(build).certificateArn();

    build.changed(EdgeBuild.yaml("off", "off.example", "cdn: {enabled: false}"));
    succeed(build.apply());
    succeed(build.prune());

    assertThat(EdgeWorld.inventory()).hasSize(before.size() + 1).contains(regional);
    assertThat(EdgeWorld.records(zone)).hasSize(1);
  }

  @Test
  void givenAnotherDomain_whenAppliedAndPruned_thenTheCdnServesItAndTheOldCertificatesAreGone() {
    String old = EdgeWorld.zone("old.example");
    EdgeWorld.zone("new.example");
    Set<String> before = EdgeWorld.inventory();
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("move", "old.example"));
    build.makeBucket();
    succeed(build.apply());
    Edge.Cdn first = Objects.requireNonNull(edge(build).cdn());

    build.changed(EdgeBuild.yaml("move", "new.example"));
    succeed(build.apply());
    succeed(build.prune());

    Edge.Cdn now = Objects.requireNonNull(edge(build).cdn());
    assertThat(now.distributionId()).isEqualTo(first.distributionId());
    assertThat(EdgeWorld.distribution(now.distributionId()).aliases().items())
        .containsExactly("images.new.example");
    assertThat(EdgeWorld.records(old)).isEmpty();
    assertThat(EdgeWorld.inventory()).hasSize(before.size() + 4);
  }

  @Test
  void givenADistributionThatSomebodyChanged_whenApplied_thenItIsAsSpecifiedAgain() {
    EdgeWorld.zone("drift.example");
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("drift", "drift.example"));
    build.makeBucket();
    succeed(build.apply());
    String id = Objects.requireNonNull(edge(build).cdn()).distributionId();
    EdgeWorld.change(
        id,
        config ->
            config.priceClass("PriceClass_All").comment("somebody's").defaultRootObject("a.html"));

    succeed(build.apply());

    assertThat(EdgeWorld.distribution(id).priceClassAsString()).isEqualTo("PriceClass_200");
    assertThat(EdgeWorld.distribution(id).defaultRootObject()).isEqualTo("a.html");
    assertThat(edge(build).cdn()).extracting(Edge.Cdn::distributionId).isEqualTo(id);
  }

  @Test
  void givenAPolicyOfTheBucketsOwner_whenAppliedAndRemoved_thenItsStatementsStay() {
    EdgeWorld.zone("owners-policy.example");
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("owners-policy", "owners-policy.example"));
    String bucket = build.makeBucket();
    String own =
        """
        {"Version": "2012-10-17", "Statement": [{"Sid": "TlsOnly", "Effect": "Deny",
          "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::%s/*",
          "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}\
        """
            .formatted(bucket);
    EdgeWorld.S3.putBucketPolicy(r -> r.bucket(bucket).policy(own));

    succeed(build.apply());
    assertThat(EdgeWorld.policyOf(bucket)).contains("TlsOnly", "ClusterlineImagesCdn");
    succeed(build.remove());

    assertThat(EdgeWorld.policyOf(bucket)).contains("TlsOnly").doesNotContain("Clusterline");
  }

  @Test
  void givenEachRequestCompared_whenAppliedAndRemoved_thenItFitsTheModelsOfAws() {
    EdgeWorld.zone("contract.example");
    EdgeBuild build = new EdgeBuild(EdgeBuild.yaml("contract", "contract.example"));
    build.makeBucket();
    AWS.checkRequests(true);
    try {
      succeed(build.apply());
      succeed(build.remove());

      assertThat(AWS.contract().get("violations")).isEmpty();
      assertThat(AWS.contract().get("services").propertyNames())
          .contains("acm", "cloudfront", "route53", "s3", "sts");
    } finally {
      AWS.checkRequests(false);
    }
  }

  static ResourceRecordSet address(String name) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(RRType.A)
        .ttl(300L)
        .resourceRecords(one -> one.value("192.0.2.1"))
        .build();
  }

  static Edge edge(EdgeBuild build) {
    return Objects.requireNonNull(build.ready().edge());
  }

  static void succeed(StageReport report) {
    assertThat(report.failures()).isEmpty();
  }

  static ClusterlineException failure(StageReport report, ErrorCode code) {
    return report.failures().values().stream()
        .filter(one -> one.code() == code)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + code + ": " + report.failures()));
  }
}
