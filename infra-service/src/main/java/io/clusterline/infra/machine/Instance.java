package io.clusterline.infra.machine;

import io.clusterline.infra.access.Ed25519;
import io.clusterline.infra.access.FirstContactSeed;
import io.clusterline.infra.access.HostKey;
import io.clusterline.infra.access.KeyPair;
import io.clusterline.infra.access.SshKey;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.iam.InstanceProfile;
import io.clusterline.infra.network.SecurityGroup;
import io.clusterline.infra.network.Subnet;
import io.clusterline.spec.NodeSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One machine, launched. It is found again by its tags; its client token is the ledger's nonce, so
 * that repeating a launch whose answer was lost returns the same machine.
 */
public record Instance(
    NodeSpec node,
    Offerings offerings,
    Placement placement,
    Image image,
    Subnet subnet,
    SecurityGroup group,
    SshKey sshKey,
    KeyPair keyPair,
    FirstContactSeed seed,
    InstanceProfile profile)
    implements Step<Aws, Instance.Launched> {

  /** Properties that are settled before the machine exists. */
  public record Placement(
      String privateIp, String controlPlaneName, String controlPlaneAddress, String domain) {}

  /**
   * A machine as it was launched.
   *
   * @param imageName the name of its image; null when nobody looked at it while it was there
   * @param imageOwner the account that the image is of; likewise
   */
  public record Launched(
      String instanceId,
      String privateIp,
      String zone,
      String type,
      String imageId,
      @Nullable String imageName,
      @Nullable String imageOwner,
      String subnetId,
      int diskGiB,
      String firstContactHostKey) {

    static Launched of(
        software.amazon.awssdk.services.ec2.model.Instance instance,
        Image.@Nullable Chosen image,
        int diskGiB,
        String firstContactHostKey) {
      Image.@Nullable Chosen known =
          image != null && image.id().equals(instance.imageId()) ? image : null;
      return new Launched(
          instance.instanceId(),
          instance.privateIpAddress(),
          instance.placement().availabilityZone(),
          instance.instanceTypeAsString(),
          instance.imageId(),
          known == null ? null : known.name(),
          known == null ? null : known.owner(),
          instance.subnetId(),
          diskGiB,
          firstContactHostKey);
    }
  }

  public static final Kind<Aws, Launched> KIND =
      Kind.<Aws, Launched>of(
              "instance",
              Launched.class,
              (aws, launched) -> remove(aws, launched.instanceId()),
              (aws, intent) ->
                  LiveInstances.of(aws, intent.address()).stream()
                      .findFirst()
                      .map(instance -> Launched.of(instance, null, 0, "")))
          .with(Trait.PREVENT_DESTROY);

  /**
   * The recorded machine, and duplicates that a frozen worker may have launched under our intent.
   */
  private static void remove(Aws aws, String recorded) {
    List<String> all = new ArrayList<>(LiveInstances.ofIntent(aws, aws.address()));
    all.remove(recorded);
    all.add(recorded);
    Termination.of(aws, all);
  }

  /** Of the machine of that name. */
  public static Address addressOf(String node) {
    return new Address(KIND.name(), node);
  }

  /** Whether the machine of that name is there; one that was just made may be shown late. */
  public static boolean stands(Aws aws, String node) {
    LiveInstances.awaitSeen(aws, aws.recorded(KIND, node).map(Launched::instanceId));
    return !LiveInstances.of(aws, addressOf(node)).isEmpty();
  }

  @Override
  public Kind<Aws, Launched> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return node.name();
  }

  @Override
  public Duration deadline() {
    return Duration.ofMinutes(25);
  }

  @Override
  public Found<Launched> find(Aws aws) {
    return new Inspection(this, aws).found();
  }

  @Override
  public boolean isPostponed(Aws aws, Found.Drifted<Launched> found) {
    return new Replacement(this, aws).isPostponed();
  }

  @Override
  public Launched apply(Aws aws, Found<Launched> found) {
    return switch (found) {
      case Found.Missing<Launched> missing -> new Launch(this, aws).run();
      case Found.Drifted<Launched>(Launched old, var changes, boolean replace) -> {
        if (replace) {
          new Replacement(this, aws).removeOld(old);
          aws.freshClientToken();
          yield new Launch(this, aws).run();
        }
        yield new Repair(this, aws).run(old);
      }
      case Found.InSync<Launched>(Launched launched) -> launched;
    };
  }

  /** The host key of its sshd at first contact, when it was launched under that intent. */
  Ed25519 hostKey(Aws aws, String intent) {
    return HostKey.of(aws.secret(aws.output(seed)).reveal(), node.name(), intent);
  }
}
