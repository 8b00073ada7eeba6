package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Sources in place of the public ones; absent means the public source.
 *
 * @param charts base URL of a Helm chart mirror
 * @param manifests base URL of a mirror of plain manifests
 * @param images registry host and path that prefix every image name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MirrorsSpec(
    @Constraint(form = TextFormat.URL) @Nullable URI charts,
    @Constraint(form = TextFormat.URL) @Nullable URI manifests,
    @Constraint(form = TextFormat.IMAGE_PREFIX) @Nullable String images) {

  /** Everything from its public home. */
  public static final MirrorsSpec NONE = new MirrorsSpec(null, null, null);
}
