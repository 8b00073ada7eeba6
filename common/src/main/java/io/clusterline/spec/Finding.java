package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One mistake in a specification.
 *
 * @param path its field, such as {@code spec.nodes[3].subnet}
 * @param value the value, shortened and with control characters escaped; absent when there is none
 * @param reason why it is refused
 * @param fix what to write instead
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(String path, @Nullable String value, String reason, String fix) {

  /** One line for the user. */
  @Override
  public String toString() {
    return path + (value == null ? "" : ": " + value) + ": " + reason + "; " + fix;
  }
}
