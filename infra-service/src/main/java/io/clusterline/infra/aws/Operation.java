package io.clusterline.infra.aws;

import java.util.regex.Pattern;

/**
 * An API of AWS.
 *
 * @param service as the SDK calls it: {@code Ec2}
 * @param name as AWS calls it: {@code CreateVpc}
 */
record Operation(String service, String name) {

  private static final Pattern READS = Pattern.compile("(Describe|Get|List|Head|TestDNS).*");
  private static final Pattern CREATES = Pattern.compile("(Create|Allocate|Import).*");
  private static final Pattern REMOVES =
      Pattern.compile("(Delete|Detach|Disassociate|Remove|Revoke|Release|Terminate).*");

  /** Whether it only reads. */
  boolean reads() {
    return READS.matcher(name).matches();
  }

  /**
   * Whether a second call may create a second resource. RunInstances is not among them: it carries
   * a client token.
   */
  boolean createsAnew() {
    return CREATES.matcher(name).matches();
  }

  boolean removes() {
    return REMOVES.matcher(name).matches();
  }

  @Override
  public String toString() {
    return service + " " + name;
  }
}
