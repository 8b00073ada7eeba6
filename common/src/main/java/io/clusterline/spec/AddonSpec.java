package io.clusterline.spec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A platform add-on of the catalogue.
 *
 * @param name its name in the catalogue
 * @param version a chart version other than the catalogue's
 * @param values Helm values over the catalogue's
 */
public record AddonSpec(String name, @Nullable String version, Map<String, Object> values) {

  public AddonSpec {
    values = Immutable.tree(values);
  }
}
