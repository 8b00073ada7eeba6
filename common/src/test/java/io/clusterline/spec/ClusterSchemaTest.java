package io.clusterline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class ClusterSchemaTest {

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Path FILE = Path.of("src/main/resources" + ClusterSchema.RESOURCE);

  @Test
  void givenTheRecordsWhenTheSchemaIsGeneratedThenItIsTheOneCheckedIn() throws IOException {
    RecordSchema generator = RecordSchema.closed(new Javadoc(Path.of("src/main/java")));
    String generated =
        PRETTY.writeValueAsString(generator.generate(ClusterSchema.ID, Cluster.class)) + "\n";
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.writeString(FILE, generated);
    }
    assertThat(Files.readString(FILE))
        .as("run this test with -Dclusterline.regenerate=true to write the schema anew")
        .isEqualTo(generated);
  }

  @Test
  void givenTheSchemaWhenCheckedAgainstTheMetaSchemaThenItIsValid() {
    var metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(metaSchema.validate(schema())).isEmpty();
  }

  @Test
  void givenTheSchemaWhenReadThenEveryFieldIsDescribedAndEveryPatternExplained() {
    schema()
        .findParents("pattern")
        .forEach(field -> {
          assertThat(field.path("$comment").asString()).isNotBlank();
          assertThat(field.at("/examples/0").asString()).matches(field.path("pattern").asString());
        });
    schema()
        .findValues("properties")
        .forEach(fields ->
            fields.forEach(field -> assertThat(field.path("description").asString()).isNotBlank()));
  }

  private static JsonNode schema() {
    return ClusterSchema.tree();
  }
}
