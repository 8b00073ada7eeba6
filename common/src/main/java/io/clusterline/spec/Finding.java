package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a specification.
 *
 * @param path where, such as {@code spec.nodes[3].subnet}
 * @param value what stands there, shortened and with control characters escaped; absent when
 *     nothing does
 * @param reason why that cannot be
 * @param fix what to write instead
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(String path, @Nullable String value, String reason, String fix) {

  /** One line for a person. */
  @Override
  public String toString() {
    return path + (value == null ? "" : ": " + value) + ": " + reason + "; " + fix;
  }
}
