package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A namespace that exists before any add-on.
 *
 * @param name a DNS label
 * @param labels labels of the namespace; {@code tier} decides its network policies
 * @param internetAccess whether its pods may reach TCP port 443 outside of the cluster and its VPC;
 *     without network policies, or without a tier, they may anyway
 * @param podSecurity the level of the Pod Security Standards that its pods have to keep
 * @param quota the most that all its pods may ask for together (a ResourceQuota), by resource:
 *     {@code requests.cpu: "2"}, {@code pods: "10"}
 * @param limits what each container gets and may have
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NamespaceSpec(
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    @Constraint(defaultsTo = "{}") Map<String, String> labels,
    @Constraint(defaultsTo = "false") boolean internetAccess,
    @Nullable PodSecurity podSecurity,
    @Constraint(form = TextFormat.QUANTITY, defaultsTo = "{}") Map<String, String> quota,
    @Nullable LimitsSpec limits) {

  public NamespaceSpec {
    labels = Immutable.map(labels);
    quota = Immutable.map(quota);
  }

  /** Its tier, if it has one that is known. */
  public Optional<Tier> tier() {
    return Optional.ofNullable(labels.get(Tier.LABEL)).flatMap(Tier::find);
  }
}
