package io.clusterline.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.messaging.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.Queue;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The published contract matches the code: nothing more, nothing less. */
class AsyncApiTest {

  private static final Path FILE = Path.of("../docs/asyncapi.yaml");
  private static final JsonNode API = read();

  @Test
  void givenTheTopologyWhenComparedThenTheExchangesAreTheSame() {
    Map<String, JsonNode> declared = new TreeMap<>();
    for (Exchange exchange : declared(Exchange.class)) {
      declared.put(
          exchange.getName(),
          json(
              Map.of(
                  "type", exchange.getType(),
                  "durable", exchange.isDurable(),
                  "autoDelete", exchange.isAutoDelete())));
    }
    assertThat(documented("exchange", List.of("type", "durable", "autoDelete")))
        .isEqualTo(declared);
  }

  @Test
  void givenTheTopologyWhenComparedThenTheQueuesAreTheSame() {
    Map<String, JsonNode> declared = new TreeMap<>();
    for (Queue queue : declared(Queue.class)) {
      declared.put(
          queue.getName(),
          json(
              Map.of(
                  "durable", queue.isDurable(),
                  "exclusive", queue.isExclusive(),
                  "autoDelete", queue.isAutoDelete())));
    }
    assertThat(documented("queue", List.of("durable", "exclusive", "autoDelete")))
        .isEqualTo(declared);
  }

  @Test
  void givenTheTopologyWhenComparedThenTheArgumentsOfTheQueuesAreTheSame() {
    Map<String, JsonNode> declared = new TreeMap<>();
    declared(Queue.class)
        .forEach(queue -> declared.put(queue.getName(), json(queue.getArguments())));
    Map<String, JsonNode> documented = new TreeMap<>();
    queues().forEach(channel -> documented.put(name(channel), channel.path("x-arguments")));
    assertThat(documented).isEqualTo(declared);
  }

  @Test
  void givenTheTopologyWhenComparedThenTheBindingsAreTheSame() {
    Set<String> declared = new TreeSet<>();
    for (Binding binding : declared(Binding.class)) {
      assertThat(binding.isDestinationQueue()).isTrue();
      declared.add(
          binding.getExchange() + " " + binding.getRoutingKey() + " " + binding.getDestination());
    }
    Set<String> documented = new TreeSet<>();
    queues()
        .forEach(channel ->
            channel
                .path("x-bindings")
                .forEach(binding ->
                    documented.add(
                        binding.path("exchange").asString()
                            + " "
                            + binding.path("routingKey").asString()
                            + " "
                            + name(channel))));
    assertThat(documented).isEqualTo(declared);
  }

  @Test
  void givenTheEventTypesWhenComparedThenEachIsAMessageUnderItsTypeWithItsSchema() {
    Map<String, String> documented = new TreeMap<>();
    API.at("/components/messages")
        .forEach(message -> {
          if (!message.path("x-internal").asBoolean()) {
            documented.put(message.path("name").asString(), message.path("title").asString());
          }
        });
    assertThat(documented)
        .isEqualTo(
            Arrays.stream(EventType.values())
                .collect(
                    Collectors.toMap(
                        EventType::cloudEventsType, type -> type.data().getSimpleName())));
  }

  @ParameterizedTest
  @EnumSource
  void givenAnEventTypeWhenItsMessageIsReadThenItLeadsToItsSchema(EventType type)
      throws IOException {
    JsonNode fields =
        API.at(
            "/components/messages/" + type.data().getSimpleName() + "/payload/schema/properties");
    Path schema = FILE.resolveSibling(fields.at("/data/$ref").asString());

    assertThat(fields.at("/type/const").asString()).isEqualTo(type.cloudEventsType());
    assertThat(fields.at("/dataschema/const").asString()).isEqualTo(type.dataSchema());
    assertThat(Json.MAPPER.readTree(Files.readString(schema)).path("$id").asString())
        .isEqualTo(type.dataSchema());
  }

  @ParameterizedTest
  @EnumSource
  void givenAnEventTypeWhenItsMessageIsReadThenItNamesTheOlderVersionsThatAreAccepted(
      EventType type) {
    JsonNode older =
        API.at("/components/messages/" + type.data().getSimpleName() + "/x-also-accepted");

    assertThat(older.valueStream().map(JsonNode::asString).toList())
        .isEqualTo(Upcasters.into(type));
  }

  @ParameterizedTest
  @EnumSource
  void givenAStageWhenItsOperationIsReadThenItStartsFromItsTrigger(StageName stage) {
    JsonNode starts = API.at("/operations/" + camelCase(stage) + "Starts");
    JsonNode queue = resolve(starts.path("channel"));

    assertThat(starts.path("action").asString()).isEqualTo("receive");
    assertThat(queue.path("address").asString()).isEqualTo(stage.queue());
    assertThat(starts.at("/tags/0/name").asString()).isEqualTo(stage.service());
    List<String> expected = new ArrayList<>(List.of("io.clusterline.internal.Tick.v2"));
    Topology.triggersOf(stage).forEach(type -> expected.add(type.cloudEventsType()));
    assertThat(messages(starts)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void givenTheOperationsWhenReadThenEveryEventIsPublishedWhereTheCodePublishesIt() {
    assertThat(sentTo("events"))
        .isEqualTo(types(Stream.of(EventType.values()).filter(type -> !type.isProgress())));
    assertThat(sentTo("journalExchange")).isEqualTo(types(Stream.of(EventType.values())));
  }

  @Test
  void givenAllReferencesWhenFollowedThenEachLeadsSomewhere() {
    assertThat(API.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(reference -> {
          if (reference.startsWith("#")) {
            assertThat(API.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
          } else {
            assertThat(FILE.resolveSibling(reference)).exists();
          }
        });
  }

  private static <T extends Declarable> List<T> declared(Class<T> type) {
    return Topology.declarables().getDeclarablesByType(type);
  }

  private static Map<String, JsonNode> documented(String kind, List<String> fields) {
    Map<String, JsonNode> documented = new TreeMap<>();
    API.path("channels")
        .forEach(channel -> {
          JsonNode object = channel.at("/bindings/amqp/" + kind);
          if (!object.isMissingNode()) {
            documented.put(
                object.path("name").asString(),
                json(fields.stream().collect(Collectors.toMap(field -> field, object::path))));
          }
        });
    return documented;
  }

  private static Stream<JsonNode> queues() {
    return API.path("channels")
        .valueStream()
        .filter(channel -> "queue".equals(channel.at("/bindings/amqp/is").asString()));
  }

  private static String name(JsonNode queueChannel) {
    String name = queueChannel.at("/bindings/amqp/queue/name").asString();
    assertThat(queueChannel.path("address").asString()).isEqualTo(name);
    return name;
  }

  private static Set<String> sentTo(String channel) {
    return API.path("operations")
        .valueStream()
        .filter(operation -> "send".equals(operation.path("action").asString()))
        .filter(
            operation -> operation.at("/channel/$ref").asString().equals("#/channels/" + channel))
        .flatMap(operation -> messages(operation).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> messages(JsonNode operation) {
    return operation
        .path("messages")
        .valueStream()
        .map(message -> resolve(resolve(message)).path("name").asString())
        .toList();
  }

  /** {@code addonsRemoval} for the stage {@code addons-removal}. */
  private static String camelCase(StageName stage) {
    return Pattern.compile("-(.)")
        .matcher(stage.toString())
        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
  }

  private static Set<String> types(Stream<EventType> types) {
    return types.map(EventType::cloudEventsType).collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode resolve(JsonNode reference) {
    return API.at(reference.path("$ref").asString().substring(1));
  }

  /** Through text, so that 1 and 1L are the same number. */
  private static JsonNode json(Object value) {
    return Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(value));
  }

  private static JsonNode read() {
    try {
      return json(new YAMLMapper().readTree(Files.readString(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
