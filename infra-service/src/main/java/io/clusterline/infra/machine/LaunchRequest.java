package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.CallOrder;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.machine.Instance.Placement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/**
 * Request to launch one machine. The same step, client token and address always give the same
 * request: EC2 refuses a client token with different parameters.
 */
record LaunchRequest(Instance step, Aws aws, String type, String privateIp) {

  void fill(RunInstancesRequest.Builder request) {
    request
        .clientToken(aws.clientToken())
        .minCount(1)
        .maxCount(1)
        .imageId(aws.output(step.image()).id())
        .instanceType(type)
        .keyName(aws.output(step.keyPair()))
        .networkInterfaces(this::network)
        .iamInstanceProfile(profile -> profile.name(aws.output(step.profile())))
        .metadataOptions(this::metadata)
        .blockDeviceMappings(rootDisk())
        .userData(base64(userData().cloudConfig()))
        .tagSpecifications(tags());
    if (privateIp.equals(step.placement().controlPlaneAddress())) {
      request.overrideConfiguration(CallOrder::ahead); // all others' joins wait for this machine
    }
  }

  /** The public address is asked for: that the subnet gives one may not be known yet. */
  private void network(InstanceNetworkInterfaceSpecification.Builder primary) {
    primary
        .deviceIndex(0)
        .subnetId(aws.output(step.subnet()))
        .groups(aws.output(step.group()))
        .privateIpAddress(privateIp)
        .associatePublicIpAddress(step.subnet().spec().isPublic())
        .deleteOnTermination(true);
  }

  private void metadata(InstanceMetadataOptionsRequest.Builder metadata) {
    MetadataAccess access = MetadataAccess.of(step.node());
    metadata.httpTokens(access.tokens()).httpPutResponseHopLimit(access.hops());
  }

  private BlockDeviceMapping rootDisk() {
    return BlockDeviceMapping.builder()
        .deviceName(aws.output(step.image()).rootDevice())
        .ebs(disk ->
            disk.volumeType(VolumeType.GP3)
                .volumeSize(step.node().diskGiB())
                .encrypted(true)
                .deleteOnTermination(true))
        .build();
  }

  private UserData userData() {
    Placement placement = step.placement();
    return new UserData(
        step.node().name(),
        placement.domain(),
        placement.controlPlaneName(),
        placement.controlPlaneAddress(),
        step.hostKey(aws, aws.clientToken()),
        aws.output(step.sshKey()).publicKey());
  }

  private List<TagSpecification> tags() {
    String name = step.node().name();
    Map<String, String> instance = Tags.kubernetes(aws, step.address(), name);
    step.node()
        .tags()
        .forEach((key, value) -> {
          if (!Tags.isReserved(key)) { // a node's own tag overrides its cluster's label
            instance.put(key, value);
          }
        });
    Map<String, String> volume = Tags.common(aws, step.address(), name + "-root");
    Map<String, String> network = Tags.common(aws, step.address(), name);
    return List.of(
        Tags.on(ResourceType.INSTANCE, instance),
        Tags.on(ResourceType.VOLUME, volume),
        Tags.on(ResourceType.NETWORK_INTERFACE, network));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
