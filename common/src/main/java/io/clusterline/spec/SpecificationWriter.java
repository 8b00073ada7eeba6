package io.clusterline.spec;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** Writes a specification such that reading it gives the same one. */
public final class SpecificationWriter {

  private SpecificationWriter() {}

  /** For users: every field, defaults included. */
  public static String toYaml(Cluster cluster) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new WrittenSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .build();
    return new Dump(settings).dumpToString(Json.MAPPER.convertValue(cluster, Object.class));
  }

  /**
   * The reader's, so that "1" is quoted and worker is not; a text that YAML 1.1 reads as another
   * type is quoted too.
   */
  private static final class WrittenSchema extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
      CoreScalarResolver resolver = new CoreScalarResolver(true);
      resolver.addImplicitResolver(Tag.BOOL, YamlScalar.YAML_1_1_WORD, "yYnNoO");
      resolver.addImplicitResolver(Tag.INT, YamlScalar.YAML_1_1_NUMBER, "-+0123456789");
      return resolver;
    }
  }

  /** For a machine: one line, always the same bytes for the same cluster. */
  public static String toJson(Cluster cluster) {
    return Json.MAPPER.writeValueAsString(cluster);
  }

  /** As a tree, for messages that carry a specification. */
  public static JsonNode toTree(Cluster cluster) {
    return Json.MAPPER.valueToTree(cluster);
  }
}
