package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A platform add-on of the catalogue.
 *
 * @param name its name in the catalogue
 * @param version a chart version other than the catalogue's
 * @param values Helm values over the catalogue's
 * @param managedBy who installs it; {@code gitops}: the repository of {@code spec.gitops} does,
 *     with its own version and values
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddonSpec(
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    @Constraint(form = TextFormat.CHART_VERSION) @Nullable String version,
    @Constraint(defaultsTo = "{}") Map<String, Object> values,
    @Constraint(defaultsTo = "\"clusterline\"") ManagedBy managedBy) {

  /** An event of an earlier version does not say who manages it. */
  public AddonSpec {
    managedBy = Objects.requireNonNullElse(managedBy, ManagedBy.CLUSTERLINE);
    values = Immutable.tree(values);
  }
}
