package io.clusterline.spec;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** Writes a specification such that reading it gives the same one. */
public final class SpecificationWriter {

  private SpecificationWriter() {}

  /** For a person: every field, defaults included. */
  public static String toYaml(Cluster cluster) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema()) // the reader's, so that "1" is quoted and worker is not
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .build();
    return new Dump(settings).dumpToString(Json.MAPPER.convertValue(cluster, Object.class));
  }

  /** For a machine: one line, always the same bytes for the same cluster. */
  public static String toJson(Cluster cluster) {
    return Json.MAPPER.writeValueAsString(cluster);
  }

  /** As a tree, for what carries a specification inside something else. */
  public static JsonNode toTree(Cluster cluster) {
    return Json.MAPPER.valueToTree(cluster);
  }
}
