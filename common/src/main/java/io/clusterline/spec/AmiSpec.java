package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The machine image: either its id, or the newest image of an owner whose name matches.
 *
 * @param id a fixed image
 * @param owner the account that publishes the image
 * @param name the image's name, with {@code *} for any characters
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AmiSpec(
    @Constraint(form = TextFormat.AMI_ID) @Nullable String id,
    @Constraint(form = TextFormat.AMI_OWNER) @Nullable String owner,
    @Constraint(form = TextFormat.AMI_NAME) @Nullable String name) {

  /** Canonical's Ubuntu 22.04 for x86-64, as JSON. */
  static final String UBUNTU_22_04 =
      """
      {
        "owner": "099720109477",
        "name": "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"
      }\
      """;
}
