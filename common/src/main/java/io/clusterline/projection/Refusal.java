package io.clusterline.projection;

import io.clusterline.event.Event;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a request; the cluster stays as it was.
 *
 * @param requestId the id of the refused event, where the refusal names it
 * @param code an {@code ErrorCode}
 * @param fix how to correct it
 * @param findings mistakes in the specification, when they are the reason
 */
public record Refusal(
    @Nullable String requestId,
    Instant at,
    String code,
    String message,
    String fix,
    List<Finding> findings) {

  public Refusal {
    findings = List.copyOf(findings);
  }

  /**
   * The refusal in an event, if there is one: {@link RequestRefused}, or in older journals {@link
   * StageFailed} of the accept stage without a build.
   */
  public static Optional<Refusal> find(Event<?> event) {
    return switch (event.data()) {
      case RequestRefused e ->
          Optional.of(
              new Refusal(
                  event.causationId(), event.time(), e.code(), e.message(), e.fix(), e.findings()));
      case StageFailed e when e.stage() == StageName.ACCEPT && event.correlationId() == null ->
          Optional.of(
              new Refusal(
                  event.causationId(), event.time(), e.code(), e.message(), e.fix(), e.findings()));
      default -> Optional.empty();
    };
  }

  public boolean hasCode(ErrorCode error) {
    return error.name().equals(code);
  }

  /** {@code NOTHING_TO_CANCEL} reads as a sentence; the others with their code and message. */
  public String reason() {
    if (hasCode(ErrorCode.NOTHING_TO_CANCEL) && !message.isEmpty()) {
      String sentence = message.replaceAll(" is held$", " is stopped");
      return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
    }
    return code + ": " + message;
  }
}
