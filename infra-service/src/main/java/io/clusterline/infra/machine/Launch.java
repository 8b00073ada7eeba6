package io.clusterline.infra.machine;

import io.clusterline.infra.access.HostKey;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.machine.Instance.Launched;
import io.clusterline.infra.machine.Instance.Placement;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Launches one machine, under the running step's nonce. */
final class Launch {

  private static final Duration PROFILE_KNOWN_WITHIN = Duration.ofMinutes(2);

  /** One more than a container's hop: pods of the host's network reach the metadata, others not. */
  private static final int METADATA_HOPS = 2;

  private final Instance step;
  private final Aws aws;
  private String privateIp;

  Launch(Instance step, Aws aws) {
    this.step = step;
    this.aws = aws;
    this.privateIp = step.placement().privateIp();
  }

  Launched run() {
    return Wait.until("EC2 launches " + step.node().name())
        .within(PROFILE_KNOWN_WITHIN)
        .reporting(aws::report)
        .poll(this::tryRun);
  }

  private Seen<Launched> tryRun() {
    try {
      var instance = aws.ec2(c -> c.runInstances(this::request)).instances().getFirst();
      if (!MachineStates.isLive(instance)) {
        aws.freshNonce(); // this token's machine came and went before we wrote it down
        return Seen.notYet(instance.instanceId() + " of an earlier try is terminated");
      }
      String hostKey = step.hostKey(aws, aws.nonce());
      return Seen.yes(Instance.launched(instance, step.node().diskGiB(), hostKey));
    } catch (AwsCallException e) {
      return afterRefusal(e);
    }
  }

  private Seen<Launched> afterRefusal(AwsCallException e) {
    if (e.is("IdempotentParameterMismatch")) {
      aws.freshNonce(); // the specification changed since the intent was written
    } else if (e.is("InvalidIPAddress.InUse") && !isControlPlane()) {
      privateIp = anotherAddress();
    } else if (!isProfileTooNew(e)) {
      throw e;
    }
    return Seen.notYet(String.valueOf(e.getMessage()));
  }

  /** The others know the control plane by its address: that one cannot be another. */
  private boolean isControlPlane() {
    return step.placement().privateIp().equals(step.placement().controlPlaneAddress());
  }

  private String anotherAddress() {
    String subnetId = aws.output(step.subnet());
    List<String> taken =
        aws.inventory().instances().stream()
            .filter(instance -> subnetId.equals(instance.subnetId()))
            .map(instance -> String.valueOf(instance.privateIpAddress()))
            .toList();
    return PrivateAddresses.another(step.subnet().spec().cidr(), taken);
  }

  /** A new instance profile takes some seconds to be known to EC2. */
  private static boolean isProfileTooNew(AwsCallException e) {
    return e.is("InvalidParameterValue")
        && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("profile");
  }

  private void request(RunInstancesRequest.Builder request) {
    request
        .clientToken(aws.nonce())
        .minCount(1)
        .maxCount(1)
        .imageId(aws.output(step.image()).id())
        .instanceType(step.node().type())
        .keyName(aws.output(step.keyPair()))
        .subnetId(aws.output(step.subnet()))
        .securityGroupIds(aws.output(step.group()))
        .privateIpAddress(privateIp)
        .iamInstanceProfile(profile -> profile.name(aws.output(step.profile())))
        .metadataOptions(metadata ->
            metadata.httpTokens(HttpTokensState.REQUIRED).httpPutResponseHopLimit(METADATA_HOPS))
        .blockDeviceMappings(rootDisk())
        .userData(base64(userData().cloudConfig()))
        .tagSpecifications(tags());
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
    String seed = aws.secret(aws.output(step.seed())).reveal();
    return new UserData(
        step.node().name(),
        placement.domain(),
        placement.controlPlaneName(),
        placement.controlPlaneAddress(),
        HostKey.of(seed, step.node().name(), aws.nonce()),
        aws.output(step.sshKey()).publicKey());
  }

  private List<TagSpecification> tags() {
    String name = step.node().name();
    Map<String, String> instance = Tags.kubernetes(aws, step.address(), name);
    step.node().tags().forEach(instance::putIfAbsent);
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
