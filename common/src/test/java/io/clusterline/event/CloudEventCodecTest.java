package io.clusterline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class CloudEventCodecTest {

  private static final String REQUEST =
      """
      {"specversion":"1.0","id":"1","source":"/somebody","subject":"small",\
      "type":"io.clusterline.ClusterRequested.v1","data":{"cluster":%s}}\
      """;

  @ParameterizedTest
  @MethodSource("io.clusterline.event.Samples#all")
  void givenAnEventWhenWrittenReadAndWrittenAgainThenTheBytesAreTheSame(Event<?> event) {
    byte[] first = CloudEventCodec.encode(event);
    Event<?> read = CloudEventCodec.decode(first);

    assertThat(read).isEqualTo(event);
    assertThat(CloudEventCodec.encode(read)).asString(UTF_8).isEqualTo(new String(first, UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.10",
        "0.10",
        "1.0",
        "100.00",
        "-0.50",
        "12345678901234567890",
        "0.1234567890123456789012345",
        "\"1.10\"",
        "\"\\u0000 \\\" / é 🚀\"",
        "null",
        "[1.10,{\"b\":1,\"a\":2}]"
      })
  void givenAValueInARequestWhenItIsReadAndWrittenThenNoByteOfItChanges(String value) {
    String cluster = "{\"z\":" + value + ",\"a\":true}";

    assertThat(through(REQUEST.formatted(cluster))).endsWith("{\"cluster\":" + cluster + "}}");
  }

  /** 901 kB that need a tree of a hundred megabytes: a service has less. */
  @Test
  void givenThreeHundredThousandNodesWhenDecodedThenReadingEndsInLittleMemory() {
    String nodes = "{},".repeat(299_999) + "{}";
    byte[] bomb = REQUEST.formatted("{\"spec\":{\"nodes\":[" + nodes + "]}}").getBytes(UTF_8);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    ClusterlineException refused =
        catchThrowableOfType(ClusterlineException.class, () -> CloudEventCodec.decode(bomb));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_EVENT);
    assertThat(allocated).isLessThan(20 << 20);
  }

  @Test
  void givenHelmValuesInASpecificationWhenTheEventIsReadAndWrittenThenTheyStayAsTheyAre() {
    ObjectNode json =
        (ObjectNode)
            Json.MAPPER.readTree(
                CloudEventCodec.encode(
                    Samples.enveloped(new ClusterAccepted(Samples.cluster("small.yaml"), false))));
    ObjectNode addon = (ObjectNode) json.at("/data/cluster/spec/addons/0");
    addon.set("values", Json.MAPPER.readTree("{\"cpu\":1.10,\"args\":[0.50],\"default\":null}"));

    String written = Json.MAPPER.writeValueAsString(json);

    assertThat(through(through(written)))
        .isEqualTo(through(written))
        .contains("\"cpu\":1.10", "\"args\":[0.50]", "\"default\":null");
  }

  @Test
  void givenUnknownAttributesAndFieldsOfAStagesEventWhenReadThenTheyArePassedOver() {
    Event<?> event = Samples.enveloped(new BuildCancelled(6, true, "wrong subnet", "an engineer"));
    ObjectNode newer = (ObjectNode) Json.MAPPER.readTree(CloudEventCodec.encode(event));
    newer.put("vendor", "x");
    ((ObjectNode) newer.get("data")).put("later", 1);

    assertThat(CloudEventCodec.decode(newer.toString())).isEqualTo(event);
  }

  @Test
  void givenUnknownAttributesOfARequestWhenReadThenTheyArePassedOver() {
    String extended = REQUEST.formatted("{}").replace("{\"spec", "{\"vendor\":\"x\",\"spec");

    assertThat(CloudEventCodec.decode(extended).data()).isInstanceOf(ClusterRequested.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c06-plan-hash | data.planHash is not a field: use one of cluster, ifGeneration, approvals, rotateSecrets",
        "c07-misspelt-guard | data.ifgeneration is not a field: did you mean ifGeneration?"
      })
  void givenARequestWithAFieldThatNothingHonoursWhenReadThenItIsRefused(String file, String message)
      throws Exception {
    try (var body = getClass().getResourceAsStream("/cases/messages/" + file + ".json")) {
      assertThat(refusal(new String(body.readAllBytes(), UTF_8))).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"rollback\" | \"rollBack\" | data.rollBack is not a field: did you mean rollback?",
        "\"region\" | \"regoin\" | data.location.regoin is not a field: did you mean region?",
        "\"reason\" | \"a\":1,\"b\":2,\"reason\" | data.a is not a field: use one of",
      })
  void givenADeletionOrCancellationWithAnUnknownFieldWhenReadThenItsPathIsNamed(
      String right, String wrong, String message) {
    var location = new ClusterLocation(null, "ap-northeast-2");
    Event<?> event =
        Samples.enveloped(
            new CancellationRequested("uid-1", location, 3L, true, "why", "an engineer"));
    String body = CloudEventCodec.text(event).replace(right, wrong);

    assertThat(refusal(body)).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"1.0\"            | \"0.3\"            | specversion is '0.3'",
        "\"specversion\"    | \"spec\"           | attribute 'specversion' is missing",
        "\"id\":\"1\"       | \"id\":\" \"       | attribute 'id' is missing",
        "\"id\":\"1\"       | \"id\":1           | attribute 'id' is not a string: 1",
        "\"source\"         | \"origin\"         | attribute 'source' is missing",
        "\"subject\"        | \"about\"          | attribute 'subject' is missing",
        "ClusterRequested.v1| ClusterWanted.v1   | type 'io.clusterline.ClusterWanted.v1' is not",
        "\"id\":\"1\"       | \"id\":\"1\",\"time\":\"noon\"     | time 'noon' is not RFC 3339",
        "\"id\":\"1\"       | \"id\":\"1\",\"generation\":0      | generation is not a positive",
        "\"id\":\"1\"       | \"id\":\"1\",\"generation\":\"1\"  | generation is not a positive",
        "\"id\":\"1\"       | \"id\":\"1\",\"data_base64\":\"!\" | data_base64 is not Base64",
        "\"data\"           | \"dat\"            | data is missing or not an object",
        "{\"cluster\":{}}   | [1]                | data is missing or not an object",
        "\"cluster\":{}     | \"kluster\":{}     | data.kluster is not a field: did you mean cluster?",
        "\"cluster\":{}     | \"approvals\":[]   | data.cluster is missing",
        "\"cluster\":{}     | \"cluster\":null   | data.cluster is missing",
        "\"cluster\":{}     | \"cluster\":{},\"approvals\":7     | data is not a ClusterRequested",
        "\"cluster\":{}     | \"cluster\":{},\"approvals\":[null]| data is not a ClusterRequested"
      })
  void givenAnEventThatIsWrongInOneFieldWhenReadThenThatFieldIsNamed(
      String right, String wrong, String message) {
    String body = REQUEST.formatted("{}").replace(right.strip(), wrong.strip());

    assertThat(refusal(body)).startsWith(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "[]", "\"text\"", "{\"id\":", "{} {}", "null"})
  void givenABodyThatIsNoJsonObjectWhenReadThenItIsRefused(String body) {
    assertThat(refusal(body)).startsWith("the body is not");
  }

  @Test
  void givenAFieldThatIsMissingDeepInsideWhenReadThenItsPathIsNamed() {
    Event<?> event =
        Samples.all().filter(each -> each.type() == EventType.INFRA_READY).findFirst().get();
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(CloudEventCodec.encode(event));
    ((ObjectNode) json.at("/data/infrastructure/machines/0")).remove("zone");

    assertThat(refusal(json.toString()))
        .isEqualTo("data.infrastructure.machines[0].zone is missing");
  }

  @Test
  void givenAnEventOfBeforeCertificatesHadDatesWhenReadThenItIsAsGoodWithoutThem() {
    Event<?> event =
        Samples.all().filter(each -> each.type() == EventType.NODES_JOINED).findFirst().get();
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(CloudEventCodec.encode(event));
    ((ObjectNode) json.at("/data/controlPlane")).remove("certificatesExpireAt");

    NodesJoined read = (NodesJoined) CloudEventCodec.decode(json.toString()).data();

    assertThat(read.controlPlane().certificatesExpireAt()).isNull();
    assertThat(read.controlPlane().version()).isEqualTo("v1.36.3");
  }

  @Test
  void givenANestingTooDeepWhenReadThenItIsRefused() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(refusal(REQUEST.formatted("{\"a\":" + deep + "}"))).startsWith("the body is not");
  }

  private static String refusal(String body) {
    ClusterlineException refusal =
        catchThrowableOfType(
            ClusterlineException.class, () -> CloudEventCodec.decode(Samples.bytes(body)));
    assertThat(refusal).as("the refusal of %.80s", body).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_EVENT);
    return refusal.getMessage();
  }

  private static String through(String body) {
    return new String(CloudEventCodec.encode(CloudEventCodec.decode(Samples.bytes(body))), UTF_8);
  }
}
