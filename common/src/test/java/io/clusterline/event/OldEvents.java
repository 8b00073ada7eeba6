package io.clusterline.event;

import io.clusterline.Json;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event of each version before the present one, as it was written then.
 *
 * @param type its CloudEvents type
 * @param now what it means today
 */
record OldEvents(String type, ObjectNode data, ClusterEvent now) {

  private static final ClusterLocation LOCATION =
      new ClusterLocation("123456789012", "ap-northeast-2", null);
  private static final String PLACE =
      """
      {"accountId": "123456789012", "region": "ap-northeast-2"}\
      """;

  static Stream<OldEvents> all() {
    return Stream.of(
        old(
            "ClusterDeletionRequested",
            """
            {"uid": "uid-1", "place": %s, "reason": "no longer needed", "requestedBy": "me"}\
            """
                .formatted(PLACE),
            new ClusterDeletionRequested("uid-1", LOCATION, null, "no longer needed", "me")),
        old(
            "CancellationRequested",
            """
            {"uid": "uid-1", "place": %s, "rollback": true, "reason": "wrong", "requestedBy": "me"}\
            """
                .formatted(PLACE),
            new CancellationRequested("uid-1", LOCATION, null, true, "wrong", "me")),
        old(
            "StageFailed",
            """
            {"stage": "infra", "code": "AWS_DENIED", "message": "m", "fix": "f", "retryable": false,
             "attempts": 2, "failures": [], "lastErrors": [], "findings": [], "place": %s,
             "deadLetterId": "0a1b"}\
            """
                .formatted(PLACE),
            new StageFailed(
                StageName.INFRA,
                "AWS_DENIED",
                "m",
                "f",
                false,
                2,
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                LOCATION,
                "0a1b")),
        old(
            "LetterDiscarded",
            """
            {"stage": "infra", "deadLetterId": "0a1b", "code": "MALFORMED_EVENT", "reason": "not ours",
             "requestedBy": "me"}\
            """,
            new DeadLetterDiscarded(StageName.INFRA, "0a1b", "MALFORMED_EVENT", "not ours", "me")));
  }

  private static OldEvents old(String event, String data, ClusterEvent now) {
    return new OldEvents(
        "io.clusterline." + event + ".v1", (ObjectNode) Json.MAPPER.readTree(data), now);
  }

  /** The file of the schema of that version. */
  String schema() {
    String name = type.replace("io.clusterline.", "").replace(".v1", "");
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".v1.json";
  }

  @Override
  public String toString() {
    return type;
  }
}
