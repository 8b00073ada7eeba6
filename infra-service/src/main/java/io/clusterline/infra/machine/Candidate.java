package io.clusterline.infra.machine;

import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Image;

/** An image that the specification means, and whether a machine can start from it. */
record Candidate(Image image) {

  String id() {
    return image.imageId();
  }

  /** Why no machine can. */
  Optional<String> misfit() {
    String processor = image.architectureAsString();
    if (!"available".equals(image.stateAsString())) {
      return Optional.of(this + " is not available: it is " + image.stateAsString());
    }
    if (!"x86_64".equals(processor)) {
      return Optional.of(this + " is for " + processor + "; the machines are x86_64");
    }
    return "ebs".equals(image.rootDeviceTypeAsString())
            && "hvm".equals(image.virtualizationTypeAsString())
        ? Optional.empty()
        : Optional.of(this + " is not of the kind that EC2 starts today: hvm, with an EBS volume");
  }

  /** The size that its root disk needs; zero when it does not say. */
  int rootGiB() {
    return image.blockDeviceMappings().stream()
        .filter(disk -> Objects.equals(image.rootDeviceName(), disk.deviceName()))
        .filter(disk -> disk.ebs() != null && disk.ebs().volumeSize() != null)
        .map(disk -> disk.ebs().volumeSize())
        .findFirst()
        .orElse(0);
  }

  @Override
  public String toString() {
    return "spec.aws.ami: " + image.imageId() + " (" + image.name() + ")";
  }
}
