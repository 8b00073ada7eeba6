package io.clusterline.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.clusterline.Json;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSchema;
import io.clusterline.spec.Javadoc;
import io.clusterline.spec.RecordSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas that consumers in other languages rely on are generated from the records, and what
 * the codec writes fits them.
 */
class EventSchemaTest {

  static final Path FOLDER = Path.of("src/main/resources/schema/events");

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry -> registry.schemas(Map.of(ClusterSchema.ID, ClusterSchema.text())));

  @ParameterizedTest
  @EnumSource
  void givenTheRecordWhenItsSchemaIsGeneratedThenItIsTheOneCheckedIn(EventType type)
      throws IOException {
    String generated = generate(type);
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file(type), generated);
    }
    assertThat(file(type))
        .as("run this test with -Dclusterline.regenerate=true to write the schema anew")
        .hasContent(generated);
  }

  @Test
  void givenTheFolderWhenListedThenItHoldsTheSchemasOfTheEventsAndNothingElse() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.of(EventType.values()).map(EventSchemaTest::file),
                      OldEvents.all().map(old -> FOLDER.resolve(old.schema())))
                  .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("io.clusterline.event.OldEvents#all")
  void givenAnEventOfAnOlderVersionWhenCheckedThenItFitsTheSchemaOfThatVersion(OldEvents old)
      throws IOException {
    Schema schema =
        REGISTRY.getSchema(Files.readString(FOLDER.resolve(old.schema())), InputFormat.JSON);

    assertThat(schema.validate((JsonNode) old.data())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void givenTheSchemaWhenCheckedAgainstTheMetaSchemaThenItIsValid(EventType type) {
    Schema metaSchema =
        REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(metaSchema.validate(tree(type))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void givenTheSchemaWhenReadThenEveryFieldIsDescribed(EventType type) {
    JsonNode schema = tree(type);
    assertThat(schema.path("$id").asString()).isEqualTo(type.dataSchema());
    assertThat(schema.path("description").asString()).isNotBlank();
    schema
        .findValues("properties")
        .forEach(fields ->
            fields.forEach(field -> assertThat(field.path("description").asString()).isNotBlank()));
  }

  @Test
  void givenTheSamplesThenThereIsOneOfEachType() {
    assertThat(Samples.all().map(Event::type)).containsExactly(EventType.values());
  }

  @ParameterizedTest
  @MethodSource("io.clusterline.event.Samples#all")
  void givenAnEventWhenWrittenThenItsDataFitsItsSchema(Event<?> event) {
    assertThat(validate(event.type(), data(event))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.clusterline.event.Samples#all")
  void givenAnEventWhenARequiredFieldIsTakenAwayThenTheSchemaRefusesIt(Event<?> event) {
    tree(event.type())
        .path("required")
        .forEach(field -> {
          ObjectNode data = data(event);
          data.remove(field.asString());
          assertThat(validate(event.type(), data)).as("without %s", field).isNotEmpty();
        });
  }

  private static ObjectNode data(Event<?> event) {
    return (ObjectNode) Json.MAPPER.readTree(CloudEventCodec.encode(event)).get("data");
  }

  private static List<com.networknt.schema.Error> validate(EventType type, JsonNode data) {
    return REGISTRY.getSchema(tree(type)).validate(data);
  }

  private static String generate(EventType type) {
    RecordSchema generator =
        RecordSchema.open(
            new Javadoc(Path.of("src/main/java")), Map.of(Cluster.class, ClusterSchema.ID));
    return PRETTY.writeValueAsString(
            generator.generate(type.dataSchema(), type.data().asSubclass(Record.class)))
        + "\n";
  }

  private static JsonNode tree(EventType type) {
    try {
      return Json.MAPPER.readTree(Files.readString(file(type)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Path file(EventType type) {
    return FOLDER.resolve(type.routingWord() + ".v" + type.version() + ".json");
  }
}
