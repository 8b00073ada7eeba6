package io.clusterline.infra.accept;

import io.clusterline.Json;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.Delivery;
import io.clusterline.messaging.StageQueue;
import io.clusterline.spec.Finding;
import io.clusterline.spec.InvalidSpecificationException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Says no: the request rests in the dead-letter queue, and {@code StageFailed} says why. Needs no
 * state bucket.
 */
public final class Refusal {

  /** Only such a name may become part of a routing key; anything else is called {@code invalid}. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private final StageRuntime line;
  private final StageQueue queue;

  public Refusal(StageRuntime line, StageQueue queue) {
    this.line = line;
    this.queue = queue;
  }

  void refuse(Delivery delivery, InvalidSpecificationException invalid) {
    List<Finding> findings = invalid.findings();
    ClusterlineException reason =
        new ClusterlineException(
            ErrorCode.INVALID_SPECIFICATION,
            findings.size() + " findings, the first: " + findings.getFirst());
    say(delivery, reason, findings);
  }

  void refuse(Delivery delivery, ClusterlineException reason) {
    say(delivery, reason, List.of());
  }

  private void say(Delivery delivery, ClusterlineException reason, List<Finding> findings) {
    String deadLetterId =
        StageQueue.deadLetterId(StageName.ACCEPT, delivery.body(), delivery.attempt());
    queue.deadLetter(delivery.body(), reason, delivery.attempt(), deadLetterId);
    JsonNode envelope = envelope(delivery.body());
    StageFailed failed =
        new StageFailed(
            StageName.ACCEPT,
            reason.code().name(),
            String.valueOf(reason.getMessage()),
            reason.code().fix(),
            reason.code().retryable(),
            delivery.attempt() + 1,
            List.of(),
            List.of(),
            findings,
            null,
            deadLetterId);
    line.publisher()
        .publish(
            new Event<>(
                Ids.derived("refused", deadLetterId),
                "/clusterline/" + StageName.ACCEPT.service(),
                subject(envelope),
                line.clock().instant(),
                null,
                null,
                null,
                text(envelope, "id"),
                null,
                failed));
  }

  private static JsonNode envelope(byte[] body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      return json == null ? Json.MAPPER.createObjectNode() : json;
    } catch (JacksonException notJson) {
      return Json.MAPPER.createObjectNode();
    }
  }

  private static String subject(JsonNode envelope) {
    String subject = envelope.path("subject").asString("");
    return NAME.matcher(subject).matches() ? subject : "invalid";
  }

  private static @Nullable String text(JsonNode envelope, String attribute) {
    JsonNode value = envelope.get(attribute);
    return value != null && value.isString() ? value.stringValue() : null;
  }
}
