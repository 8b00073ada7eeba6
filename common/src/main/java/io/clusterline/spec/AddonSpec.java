package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A platform add-on of the catalogue.
 *
 * @param name its name in the catalogue
 * @param version a chart version other than the catalogue's
 * @param values Helm values over the catalogue's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddonSpec(
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    @Constraint(form = TextFormat.CHART_VERSION) @Nullable String version,
    @Constraint(defaultsTo = "{}") Map<String, Object> values) {

  public AddonSpec {
    values = Immutable.tree(values);
  }
}
