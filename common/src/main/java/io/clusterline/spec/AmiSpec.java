package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The machine image: its id, or the newest image of an owner whose name matches, or the newest of a
 * distribution. New machines take the newest; a machine that exists stays as long as its image is
 * one of those that are meant here.
 *
 * @param id a fixed image
 * @param owner the account that publishes the image
 * @param name the image's name, with {@code *} for any characters
 * @param family the distribution: alone, its newest image is taken; beside an image of your own it
 *     says what that was made from
 * @param user the login user, where it is not that of the distribution
 * @param baked whether the image was made with all packages and container images that its nodes
 *     need: they are verified, and nothing is installed or pulled ahead
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AmiSpec(
    @Constraint(form = TextFormat.AMI_ID) @Nullable String id,
    @Constraint(form = TextFormat.AMI_OWNER) @Nullable String owner,
    @Constraint(form = TextFormat.AMI_NAME) @Nullable String name,
    @Nullable AmiFamily family,
    @Constraint(form = TextFormat.USER_NAME) @Nullable String user,
    @Constraint(defaultsTo = "false") Boolean baked) {

  /** An event of an earlier version does not say whether it is. */
  public AmiSpec {
    baked = Objects.requireNonNullElse(baked, false);
  }

  /** Canonical's Ubuntu 22.04 for x86-64, as JSON. */
  static final String UBUNTU_22_04 =
      """
      {
        "owner": "099720109477",
        "name": "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"
      }\
      """;
}
