package io.clusterline.infra.edge;

import io.clusterline.infra.AccountInventory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.ValidationMethod;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.s3.S3Client;

/** The state of AWS at the edge, read and changed without our own code. */
public final class EdgeWorld {

  static final String REGION_OF_CDN = "us-east-1";

  private static final Route53Client DNS =
      AccountInventory.at(Route53Client.builder(), Region.AWS_GLOBAL.id());
  private static final CloudFrontClient CDN =
      AccountInventory.at(CloudFrontClient.builder(), Region.AWS_GLOBAL.id());
  static final S3Client S3 =
      AccountInventory.at(S3Client.builder().forcePathStyle(true), EdgeBuild.REGION);

  private EdgeWorld() {}

  private static AcmClient acm(String region) {
    return AccountInventory.at(AcmClient.builder(), region);
  }

  /** A public hosted zone of the account; its id. */
  public static String zone(String domain) {
    return zone(domain, "made by its owner", false);
  }

  static String zone(String domain, String comment, boolean isPrivate) {
    return DNS.createHostedZone(
            r -> {
              r.name(domain)
                  .callerReference(UUID.randomUUID().toString())
                  .hostedZoneConfig(c -> c.comment(comment).privateZone(isPrivate));
              if (isPrivate) {
                r.vpc(v -> v.vpcId("vpc-0123456789abcdef0").vpcRegion(EdgeBuild.REGION));
              }
            })
        .hostedZone()
        .id()
        .replace("/hostedzone/", "");
  }

  /** Without those that each zone has. */
  public static List<ResourceRecordSet> records(String zone) {
    return DNS.listResourceRecordSets(r -> r.hostedZoneId(zone)).resourceRecordSets().stream()
        .filter(one -> one.type() != RRType.NS && one.type() != RRType.SOA)
        .toList();
  }

  public static void put(String zone, ResourceRecordSet record) {
    change(zone, ChangeAction.UPSERT, record);
  }

  public static void drop(String zone, ResourceRecordSet record) {
    change(zone, ChangeAction.DELETE, record);
  }

  public static void deleteZone(String zone) {
    DNS.deleteHostedZone(r -> r.id(zone));
  }

  private static void change(String zone, ChangeAction action, ResourceRecordSet record) {
    DNS.changeResourceRecordSets(r ->
        r.hostedZoneId(zone)
            .changeBatch(b -> b.changes(c -> c.action(action).resourceRecordSet(record))));
  }

  static CertificateDetail certificate(String arn) {
    return acm(arn.split(":")[3]).describeCertificate(r -> r.certificateArn(arn)).certificate();
  }

  /** Somebody else's, of that name. */
  static String requestCertificate(String name, String region) {
    return acm(region)
        .requestCertificate(r -> r.domainName(name).validationMethod(ValidationMethod.DNS))
        .certificateArn();
  }

  /** Its validation record; ACM names it only when asked again. */
  static ResourceRecordSet recordOf(String arn) {
    certificate(arn);
    var wanted = certificate(arn).domainValidationOptions().getFirst().resourceRecord();
    return ResourceRecordSet.builder()
        .name(wanted.name())
        .type(RRType.CNAME)
        .ttl(60L)
        .resourceRecords(one -> one.value(wanted.value()))
        .build();
  }

  static DistributionConfig distribution(String id) {
    return CDN.getDistribution(r -> r.id(id)).distribution().distributionConfig();
  }

  static void change(String id, java.util.function.Consumer<DistributionConfig.Builder> change) {
    var present = CDN.getDistributionConfig(r -> r.id(id));
    DistributionConfig config = present.distributionConfig().copy(change);
    CDN.updateDistribution(r -> r.id(id).ifMatch(present.eTag()).distributionConfig(config));
  }

  static String policyOf(String bucket) {
    return S3.getBucketPolicy(r -> r.bucket(bucket)).policy();
  }

  /** All certificates, distributions and origin access controls, whosever they are. */
  static Set<String> inventory() {
    Set<String> all = new TreeSet<>();
    for (String region : Set.of(EdgeBuild.REGION, REGION_OF_CDN)) {
      acm(region)
          .listCertificates()
          .certificateSummaryList()
          .forEach(one -> all.add(one.certificateArn()));
    }
    CDN.listDistributions().distributionList().items().forEach(one -> all.add(one.arn()));
    CDN.listOriginAccessControls(r -> {})
        .originAccessControlList()
        .items()
        .forEach(one -> all.add(one.name()));
    return all;
  }
}
