package io.clusterline.infra.machine;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.machine.Instance.Launched;
import io.clusterline.spec.AmiFamily;
import io.clusterline.spec.AmiSpec;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The image that new machines start from: the newest that fits, the same for all machines of a
 * generation. A machine that exists keeps its own, also when that is not there any more.
 */
public record Image(AmiSpec wanted, List<Disk> disks) implements Step<Aws, Image.Chosen> {

  /**
   * The root disk of a machine.
   *
   * @param path the field that says how large it is
   */
  public record Disk(String node, String path, int gib) {}

  /**
   * @param user the login user of its machines
   * @param generation the one that it was chosen for
   */
  public record Chosen(
      String id,
      @Nullable String name,
      @Nullable String owner,
      String rootDevice,
      @Nullable String user,
      @Nullable Long generation) {

    /** Machines of Ubuntu were the only ones before this was recorded. */
    public String loginUser() {
      return user == null ? AmiFamily.UBUNTU.user() : user;
    }
  }

  public static final Kind<Aws, Chosen> KIND = Kind.withoutResource("image", Chosen.class);

  public Image {
    disks = List.copyOf(disks);
  }

  public static Image of(ClusterSpec spec) {
    return new Image(
        spec.aws().ami(),
        IntStream.range(0, spec.nodes().size())
            .mapToObj(index -> {
              var node = spec.nodes().get(index);
              return new Disk(node.name(), "spec.nodes[" + index + "].diskGiB", node.diskGiB());
            })
            .toList());
  }

  @Override
  public Kind<Aws, Chosen> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "node";
  }

  @Override
  public Found<Chosen> find(Aws aws) {
    List<Candidate> existing = new ImageSelection(wanted).existing(aws);
    List<Candidate> fitting = existing.stream().filter(one -> one.misfit().isEmpty()).toList();
    if (!fitting.isEmpty()) {
      Candidate newest = fitting.getFirst();
      return Found.inSync(chosen(aws, sameAsBefore(aws, fitting).orElse(newest)));
    }
    String finding =
        existing.stream()
            .flatMap(one -> one.misfit().stream())
            .findFirst()
            .orElseGet(() -> new ImageSelection(wanted).absence(aws.region()));
    return Found.inSync(recordedIfEnough(aws, finding));
  }

  @Override
  public Chosen apply(Aws aws, Found<Chosen> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  /** Whether a machine of that image is as specified. */
  boolean admits(Launched machine) {
    return new ImageSelection(wanted)
        .admits(machine.imageId(), machine.imageName(), machine.imageOwner());
  }

  /** A launch that is sent again must name the image that it named at first. */
  private static Optional<Candidate> sameAsBefore(Aws aws, List<Candidate> fitting) {
    Optional<String> before =
        aws.recorded(KIND)
            .filter(chosen -> Long.valueOf(aws.cluster().generation()).equals(chosen.generation()))
            .map(Chosen::id);
    return fitting.stream().filter(one -> before.filter(one.id()::equals).isPresent()).findFirst();
  }

  private Chosen chosen(Aws aws, Candidate candidate) {
    var image = candidate.image();
    LoginUser login = new LoginUser(wanted, image.imageId(), image.name(), image.ownerId());
    Stream.of(login.finding(), tooSmall(aws, candidate))
        .flatMap(Optional::stream)
        .reduce((first, second) -> first + "; " + second)
        .ifPresent(findings -> {
          throw refusal(findings);
        });
    return new Chosen(
        image.imageId(),
        image.name(),
        image.ownerId(),
        image.rootDeviceName(),
        login.find().orElseThrow(),
        aws.cluster().generation());
  }

  /** Without an image nothing can be launched; where all machines stand, nothing has to be. */
  private Chosen recordedIfEnough(Aws aws, String finding) {
    List<String> missing = missing(aws).map(Disk::node).toList();
    if (!missing.isEmpty()) {
      boolean isNew = missing.size() == disks.size();
      throw refusal(isNew ? finding : finding + "; " + String.join(", ", missing) + " needs one");
    }
    aws.remark(finding + "; the machines stay as they are");
    return aws.recorded(KIND).orElseThrow(() -> refusal(finding));
  }

  private static ClusterlineException refusal(String findings) {
    return new ClusterlineException(ErrorCode.INVALID_SPECIFICATION, findings);
  }

  /** The machines that are still to be launched. */
  private Stream<Disk> missing(Aws aws) {
    return disks.stream().filter(disk -> !Instance.stands(aws, disk.node()));
  }

  private Optional<String> tooSmall(Aws aws, Candidate candidate) {
    int needed = candidate.rootGiB();
    if (disks.stream().allMatch(disk -> disk.gib() >= needed)) {
      return Optional.empty();
    }
    return missing(aws)
        .filter(disk -> disk.gib() < needed)
        .map(disk -> disk.path() + " is " + disk.gib())
        .reduce((first, second) -> first + ", " + second)
        .map(small -> "%s needs a disk of %d GiB; %s".formatted(candidate, needed, small));
  }
}
