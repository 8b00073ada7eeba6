package io.clusterline.infra.machine;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.spec.AmiSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * The machine image, resolved once and then kept in the ledger: a newer image of the same name must
 * not make a later run want to replace every machine.
 */
public record Image(AmiSpec wanted) implements Step<Aws, Image.Pinned> {

  /**
   * The AMI of all machines of the cluster.
   *
   * @param wanted the specification's selection
   */
  public record Pinned(String id, String name, String rootDevice, AmiSpec wanted) {}

  public static final Kind<Aws, Pinned> KIND = Kind.withoutResource("image", Pinned.class);

  @Override
  public Kind<Aws, Pinned> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "node";
  }

  @Override
  public Found<Pinned> find(Aws aws) {
    Optional<Pinned> pinned = aws.recorded(KIND);
    if (pinned.isEmpty()) {
      return Found.missing();
    }
    AmiSpec before = pinned.get().wanted();
    return before.equals(wanted)
        ? Found.inSync(pinned.get())
        : Found.drifted(
            pinned.get(), new Change("spec.aws.ami", before.toString(), wanted.toString()));
  }

  @Override
  public Pinned apply(Aws aws, Found<Pinned> found) {
    return aws.ec2(c -> c.describeImages(this::applyFilters)).images().stream()
        .max(Comparator.comparing(image -> image.creationDate()))
        .map(image -> new Pinned(image.imageId(), image.name(), image.rootDeviceName(), wanted))
        .orElseThrow(() ->
            new ClusterlineException(
                ErrorCode.INVALID_SPECIFICATION,
                "spec.aws.ami: no image in " + aws.region() + " is " + wanted));
  }

  private void applyFilters(DescribeImagesRequest.Builder request) {
    Filter available = Filter.builder().name("state").values("available").build();
    if (wanted.id() != null) {
      request.imageIds(wanted.id()).filters(available);
      return;
    }
    Filter named = Filter.builder().name("name").values(wanted.name()).build();
    request.owners(wanted.owner()).filters(available, named);
  }
}
