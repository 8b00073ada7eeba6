package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.spec.AmiFamily;
import io.clusterline.spec.AmiSpec;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;

/** The images that a specification means. */
record ImageSelection(AmiSpec wanted) {

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  /** Those that exist, the newest first, in whatever state and for whatever processor. */
  List<Candidate> existing(Aws aws) {
    try {
      return aws.ec2(c -> c.describeImages(this::ask)).images().stream()
          .sorted(Comparator.comparing(Image::creationDate).reversed())
          .map(Candidate::new)
          .toList();
    } catch (AwsCallException e) {
      if (e.isNotFound() || e.is("InvalidAMIID.Unavailable")) {
        return List.of();
      }
      throw e;
    }
  }

  /** A deprecated image can still be launched, if somebody names it. */
  private void ask(DescribeImagesRequest.Builder request) {
    if (wanted.id() != null) {
      request.imageIds(wanted.id()).includeDeprecated(true);
      return;
    }
    Filter named = Filter.builder().name("name").values(name()).build();
    request.owners(owner()).filters(named);
  }

  /**
   * Whether a machine of that image is as specified. An image that is gone has no name any more; a
   * machine whose image was never looked at is left as it is.
   */
  boolean admits(String id, @Nullable String name, @Nullable String owner) {
    if (wanted.id() != null) {
      return wanted.id().equals(id);
    }
    return name == null || isOwner(owner) && pattern().matcher(name).matches();
  }

  /** An alias stands for accounts that only AWS knows. */
  private boolean isOwner(@Nullable String owner) {
    return owner == null || !ACCOUNT.matcher(owner()).matches() || owner().equals(owner);
  }

  /** As EC2's filters have it: an asterisk is any text, a question mark any character. */
  private Pattern pattern() {
    String quoted = Pattern.quote(name());
    return Pattern.compile(quoted.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
  }

  /** What to say when there is none. */
  String absence(String region) {
    return wanted.id() != null
        ? "spec.aws.ami.id: there is no image %s in %s, or it is not for this account"
            .formatted(wanted.id(), region)
        : "spec.aws.ami: no image of %s in %s is named %s".formatted(owner(), region, name());
  }

  private String owner() {
    return wanted.owner() == null ? family().owner() : wanted.owner();
  }

  private String name() {
    return wanted.name() == null ? family().images() : wanted.name();
  }

  private AmiFamily family() {
    return wanted.family() == null ? AmiFamily.UBUNTU : wanted.family();
  }
}
