package io.clusterline.infra.machine;

import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.machine.Instance.Launched;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Launches one machine, under the running step's nonce. */
final class Launch {

  private static final Duration PROFILE_KNOWN_WITHIN = Duration.ofMinutes(2);

  private final Instance step;
  private final Aws aws;

  /** Those still to be tried, the preferred one first. */
  private final List<String> types;

  private String privateIp;

  Launch(Instance step, Aws aws) {
    this.step = step;
    this.aws = aws;
    this.types = new ArrayList<>(aws.output(step.offerings()).of(step.node().name()));
    this.privateIp = step.placement().privateIp();
  }

  Launched run() {
    return Wait.until("EC2 launches " + step.node().name())
        .within(PROFILE_KNOWN_WITHIN)
        .reporting(aws::report)
        .poll(this::tryRun);
  }

  private Seen<Launched> tryRun() {
    LaunchRequest request = new LaunchRequest(step, aws, types.getFirst(), privateIp);
    try {
      var instance = aws.ec2(c -> c.runInstances(request::fill)).instances().getFirst();
      if (!MachineStates.isLive(instance)) {
        aws.freshClientToken(); // this token's machine was created and terminated before it was
        // recorded
        return Seen.notYet(instance.instanceId() + " of an earlier try is terminated");
      }
      String hostKey = step.hostKey(aws, aws.clientToken()).publicKey();
      return Seen.yes(
          Launched.of(instance, aws.output(step.image()), step.node().diskGiB(), hostKey));
    } catch (AwsCallException e) {
      return afterRefusal(e);
    }
  }

  private Seen<Launched> afterRefusal(AwsCallException e) {
    if (e.is("IdempotentParameterMismatch")) {
      aws.freshClientToken(); // the specification changed since the intent was written
    } else if (e.is("InvalidIPAddress.InUse") && !isControlPlane()) {
      privateIp = alternativeAddress();
    } else if (isForAnotherType(e)) {
      aws.report("no " + types.removeFirst() + ", trying " + types.getFirst());
      aws.freshClientToken(); // the token belongs to the request with the other type
    } else if (!isProfileTooNew(e)) {
      throw e;
    }
    return Seen.notYet(String.valueOf(e.getMessage()));
  }

  /** The zone has no room for this type, or does not offer it, and another one may do. */
  private boolean isForAnotherType(AwsCallException e) {
    return types.size() > 1 && (e.code() == ErrorCode.AWS_NO_CAPACITY || e.is("Unsupported"));
  }

  /** The others know the control plane by its address: that one cannot be another. */
  private boolean isControlPlane() {
    return step.placement().privateIp().equals(step.placement().controlPlaneAddress());
  }

  private String alternativeAddress() {
    String subnetId = aws.output(step.subnet());
    List<String> taken =
        aws.inventory().instances().stream()
            .filter(instance -> subnetId.equals(instance.subnetId()))
            .map(instance -> String.valueOf(instance.privateIpAddress()))
            .toList();
    return PrivateAddresses.alternative(step.subnet().spec().cidr(), taken);
  }

  /** A new instance profile takes some seconds to be known to EC2. */
  private static boolean isProfileTooNew(AwsCallException e) {
    return e.is("InvalidParameterValue")
        && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("profile");
  }
}
