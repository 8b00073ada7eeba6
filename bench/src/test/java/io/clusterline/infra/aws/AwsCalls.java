package io.clusterline.infra.aws;

/** Calls by the clients of the infra service, as its steps make them. */
public final class AwsCalls {

  private AwsCalls() {}

  /** Describes the VPCs of a region. */
  public static void describeVpcs(AwsClients clients, String region) {
    var unused = clients.in(region, null, regional -> regional.ec2().describeVpcs());
  }
}
