package io.clusterline.infra;

import io.clusterline.testkit.AwsStandIn;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Everything in the account and a region, whosever it is, a line for each thing with what matters
 * of it: two inventories are equal when nothing was made, changed or removed in between.
 */
public final class AccountInventory {

  private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();

  private final Ec2Client ec2;
  private final ElasticLoadBalancingV2Client elb;
  private final IamClient iam;
  private final S3Client s3;
  private final SecretsManagerClient secrets;
  private final Set<String> lines = new TreeSet<>();

  private AccountInventory(String region) {
    ec2 = at(Ec2Client.builder(), region);
    elb = at(ElasticLoadBalancingV2Client.builder(), region);
    iam = at(IamClient.builder(), Region.AWS_GLOBAL.id());
    s3 = at(S3Client.builder().forcePathStyle(true), region);
    secrets = at(SecretsManagerClient.builder(), region);
  }

  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C at(
      B builder, String region) {
    return builder
        .endpointOverride(AwsStandIn.shared().endpoint())
        .region(Region.of(region))
        .httpClient(HTTP)
        .build();
  }

  public static Set<String> of(String region) {
    AccountInventory inventory = new AccountInventory(region);
    inventory.machines();
    inventory.network();
    inventory.groups();
    inventory.balancers();
    inventory.access();
    return inventory.lines;
  }

  private void machines() {
    ec2.describeInstances().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(one -> !one.state().nameAsString().equals("terminated"))
        .forEach(one ->
            add(
                "instance",
                one.instanceId(),
                one.state().nameAsString(),
                one.tags(),
                one.securityGroups()));
    each(
        ec2.describeVolumes().volumes(),
        one -> of("volume", one.volumeId(), one.stateAsString(), one.size(), one.tags()));
    each(
        ec2.describeNetworkInterfaces().networkInterfaces(),
        one ->
            of(
                "interface",
                one.networkInterfaceId(),
                one.statusAsString(),
                one.privateIpAddress(),
                one.groups()));
    each(ec2.describeKeyPairs().keyPairs(), one -> of("key", one.keyPairId(), one.keyName()));
    each(
        ec2.describeAddresses().addresses(),
        one -> of("address", one.allocationId(), one.associationId(), one.tags()));
  }

  private void network() {
    each(ec2.describeVpcs().vpcs(), one -> of("vpc", one.vpcId(), one.cidrBlock(), one.tags()));
    each(
        ec2.describeSubnets().subnets(),
        one -> of("subnet", one.subnetId(), one.mapPublicIpOnLaunch(), one.tags()));
    each(
        ec2.describeInternetGateways().internetGateways(),
        one -> of("gateway", one.internetGatewayId(), one.attachments()));
    each(
        ec2.describeRouteTables().routeTables(),
        one -> of("table", one.routeTableId(), sorted(one.routes()), sorted(one.associations())));
  }

  private void groups() {
    each(
        ec2.describeSecurityGroups().securityGroups(),
        one -> of("group", one.groupId(), one.groupName(), one.tags()));
    ec2.describeSecurityGroupRules(r -> {})
        .securityGroupRules()
        .forEach(rule ->
            add(
                "rule",
                rule.groupId(),
                rule.isEgress(),
                rule.ipProtocol(),
                rule.fromPort(),
                rule.toPort(),
                rule.cidrIpv4(),
                rule.referencedGroupInfo()));
  }

  private void balancers() {
    each(elb.describeLoadBalancers().loadBalancers(), one -> of("balancer", one.loadBalancerArn()));
    each(elb.describeTargetGroups().targetGroups(), one -> of("targets", one.targetGroupArn()));
  }

  private void access() {
    each(
        iam.listRoles().roles(),
        one ->
            of(
                "role",
                one.roleName(),
                iam.listRolePolicies(r -> r.roleName(one.roleName())).policyNames()));
    each(
        iam.listInstanceProfiles().instanceProfiles(),
        one -> of("profile", one.instanceProfileName(), one.roles().size()));
    each(s3.listBuckets().buckets(), one -> of("bucket", one.name()));
    each(secrets.listSecrets().secretList(), one -> of("secret", one.name()));
  }

  private <T> void each(List<T> things, Function<T, String> line) {
    things.stream().map(line).forEach(lines::add);
  }

  private void add(Object... words) {
    lines.add(of(words));
  }

  private static String of(Object... words) {
    return String.join(" ", Stream.of(words).map(String::valueOf).toList());
  }

  private static List<String> sorted(List<?> things) {
    return things.stream().map(String::valueOf).sorted().toList();
  }
}
