package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sources in place of the public ones; absent means the public source.
 *
 * @param charts base URL of a Helm chart mirror
 * @param manifests base URL of a mirror of plain manifests
 * @param images registry host and path that stand before every image name of kubeadm and Calico;
 *     container runtimes ask there for the images of all others, add-ons included
 * @param digests SHA-256 of what a mirror has in the place of a pinned artefact, by the add-on's
 *     name or {@code calico}: for a mirror that packages charts itself
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MirrorsSpec(
    @Constraint(form = TextFormat.URL) @Nullable URI charts,
    @Constraint(form = TextFormat.URL) @Nullable URI manifests,
    @Constraint(form = TextFormat.IMAGE_PREFIX) @Nullable String images,
    @Constraint(form = TextFormat.SHA256, defaultsTo = "{}") Map<String, String> digests) {

  /** Everything from its public home. */
  public static final MirrorsSpec NONE = new MirrorsSpec(null, null, null, Map.of());

  /** Key of Calico's manifest in {@link #digests}. */
  public static final String CALICO = "calico";

  public MirrorsSpec {
    digests = Immutable.map(digests);
  }

  /** The digest of the named artefact in place of the pinned one. */
  public Optional<String> digest(String name) {
    return Optional.ofNullable(digests.get(name));
  }
}
