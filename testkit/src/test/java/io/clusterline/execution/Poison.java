package io.clusterline.execution;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that should never arrive in a stage's queue.
 *
 * @param what is wrong with it
 * @param reason a part of the reason with which it comes to rest
 */
record Poison(String what, byte[] body, Map<String, Object> headers, String code, String reason) {

  private static final String MALFORMED = "MALFORMED_EVENT";

  @Override
  public String toString() {
    return what;
  }

  static List<Poison> all() {
    List<Poison> all = new ArrayList<>();
    notJson(all);
    notAnEvent(all);
    attributes(all);
    data(all);
    encodings(all);
    addUnknowns(all);
    return all;
  }

  private static void notJson(List<Poison> all) {
    text(all, "nothing at all", "", "not a JSON object");
    text(all, "a word", "poison", "not JSON");
    text(all, "half an object", "{\"specversion\":\"1.0\"", "not JSON");
    text(all, "two values", "{} {}", "JSON");
    text(all, "an XML document", "<event/>", "not JSON");
    text(all, "a YAML document", "specversion: '1.0'", "not JSON");
    text(all, "single quotes", "{'specversion':'1.0'}", "not JSON");
    text(all, "a comment", "// no\n{}", "not JSON");
    text(all, "NaN", "NaN", "not JSON");
    text(all, "zero bytes", "\0\0\0\0", "not JSON");
    text(all, "brackets a thousand deep", "[".repeat(1_500), "nesting depth");
    all.add(
        new Poison("random bytes", bytes(255, 216, 255, 224, 0, 16), Map.of(), MALFORMED, "JSON"));
    all.add(new Poison("broken UTF-8", bytes('"', 0xC3, 0x28, '"'), Map.of(), MALFORMED, "JSON"));
  }

  private static void notAnEvent(List<Poison> all) {
    text(all, "null", "null", "not a JSON object");
    text(all, "a number", "42", "not a JSON object");
    text(all, "a string", "\"event\"", "not a JSON object");
    text(all, "a list", "[]", "not a JSON object");
    text(all, "a batch of events", "[{\"specversion\":\"1.0\"}]", "not a JSON object");
    text(all, "an empty object", "{}", "'specversion' is missing");
  }

  private static void attributes(List<Poison> all) {
    event(all, "no specversion", json -> json.remove("specversion"), "'specversion' is missing");
    event(all, "an older CloudEvents", json -> json.put("specversion", "0.3"), "only 1.0");
    event(all, "a number for specversion", json -> json.put("specversion", 1.0), "not a string");
    event(all, "no id", json -> json.remove("id"), "'id' is missing");
    event(all, "a blank id", json -> json.put("id", "  "), "'id' is missing");
    event(all, "a number for an id", json -> json.put("id", 7), "not a string");
    event(all, "no source", json -> json.remove("source"), "'source' is missing");
    event(all, "no type", json -> json.remove("type"), "'type' is missing");
    event(all, "an unknown type", json -> json.put("type", "io.clusterline.Moon.v1"), "not known");
    event(
        all,
        "an unknown version",
        json -> json.put("type", "io.clusterline.ClusterAccepted.v9"),
        "not known");
    event(all, "another's type", json -> json.put("type", "com.example.Order.v1"), "not known");
    event(
        all, "another stage's type", json -> json.put("type", "io.clusterline.StepStarted.v1"), "");
    event(all, "no subject", json -> json.remove("subject"), "'subject' is missing");
    event(all, "a list for a subject", json -> json.putArray("subject"), "not a string");
    event(all, "a time that is none", json -> json.put("time", "yesterday"), "not RFC 3339");
    event(all, "no clusteruid", json -> json.remove("clusteruid"), "clusteruid");
    event(all, "no correlationid", json -> json.remove("correlationid"), "correlationid");
    event(all, "no generation", json -> json.remove("generation"), "generation");
    event(all, "generation zero", json -> json.put("generation", 0), "positive integer");
    event(all, "a negative generation", json -> json.put("generation", -1), "positive integer");
    event(all, "half a generation", json -> json.put("generation", 1.5), "positive integer");
    event(
        all, "a word for a generation", json -> json.put("generation", "one"), "positive integer");
    event(all, "a huge generation", json -> json.put("generation", 1e30), "positive integer");
  }

  private static void data(List<Poison> all) {
    event(all, "no data", json -> json.remove("data"), "data is missing");
    event(all, "null data", json -> json.putNull("data"), "data is missing");
    event(all, "a number for data", json -> json.put("data", 7), "not an object");
    event(all, "a list for data", json -> json.putArray("data"), "not an object");
    event(all, "empty data", json -> json.putObject("data"), "data");
    event(
        all,
        "a cluster of null",
        json -> ((ObjectNode) json.get("data")).putNull("cluster"),
        "cluster");
    event(
        all,
        "a word for a cluster",
        json -> ((ObjectNode) json.get("data")).put("cluster", "x"),
        "data is not");
    event(all, "no spec", json -> ((ObjectNode) json.at("/data/cluster")).remove("spec"), "spec");
    event(
        all,
        "no region",
        json -> ((ObjectNode) json.at("/data/cluster/spec/aws")).remove("region"),
        "region");
    event(all, "data twice", json -> json.put("data_base64", "%%%"), "Base64");
    event(
        all,
        "data in Base64 that is not JSON",
        json -> json.put("data_base64", Base64.getEncoder().encodeToString(new byte[] {1, 2})),
        "JSON");
  }

  private static void encodings(List<Poison> all) {
    byte[] body = valid();
    all.add(
        new Poison("said to be gzip", body, Map.of("content_encoding", "gzip"), MALFORMED, "gzip"));
    all.add(
        new Poison(
            "said to be Latin-1",
            body,
            Map.of("content_encoding", "ISO-8859-1"),
            MALFORMED,
            "ISO-8859-1"));
    String text = new String(body, StandardCharsets.UTF_8);
    all.add(
        new Poison(
            "EBCDIC", text.getBytes(Charset.forName("IBM1047")), Map.of(), MALFORMED, "JSON"));
  }

  /** Well-formed, and of a cluster or a generation that was never accepted. */
  private static void addUnknowns(List<Poison> all) {
    addUnknown(
        all,
        "an unknown cluster",
        json -> {
          json.put("subject", "nobody");
          ((ObjectNode) json.at("/data/cluster/metadata")).put("name", "nobody");
        },
        "UNKNOWN_CLUSTER",
        "nobody");
    addUnknown(
        all,
        "a generation that was never assigned",
        json -> json.put("generation", 99),
        "GENERATION_NEVER_ASSIGNED",
        "99");
    addUnknown(
        all,
        "another cluster of the same name",
        json -> json.put("clusteruid", "uid-9"),
        "UNKNOWN_CLUSTER",
        "uid-9");
  }

  private static void text(List<Poison> all, String what, String body, String reason) {
    all.add(new Poison(what, body.getBytes(StandardCharsets.UTF_8), Map.of(), MALFORMED, reason));
  }

  private static void event(
      List<Poison> all, String what, Consumer<ObjectNode> harm, String reason) {
    all.add(new Poison(what, harmed(harm), Map.of(), MALFORMED, reason));
  }

  private static void addUnknown(
      List<Poison> all, String what, Consumer<ObjectNode> harm, String code, String reason) {
    all.add(new Poison(what, harmed(harm), new HashMap<>(), code, reason));
  }

  private static byte[] harmed(Consumer<ObjectNode> harm) {
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(valid());
    harm.accept(json);
    return Json.MAPPER.writeValueAsBytes(json);
  }

  private static byte[] valid() {
    return CloudEventCodec.encode(TestLine.accepted(1));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
