package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.Place;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.state.StageRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What becomes of a stage whose attempt failed: another attempt later, or rest in the dead-letter
 * queue and a {@code StageFailed} that says why.
 */
final class Rest {

  private final StageQueue queue;
  private final int attempts;

  /**
   * @param attempts how many there are before a failure that may pass is taken as final
   */
  Rest(StageQueue queue, int attempts) {
    this.queue = queue;
    this.attempts = attempts;
  }

  /**
   * @return what was decided, one word for the metrics
   */
  String failed(
      Line line,
      ClusterRef cluster,
      Event<? extends StageTrigger> trigger,
      Consumer<UnaryOperator<StageRecord>> change,
      StageRecord record,
      Map<Address, StageException> failures) {
    String error = summary(failures);
    if (mayPass(record, failures)) {
      change.accept(before -> before.waiting(error));
      return "retried";
    }
    String deadLetterId = bury(record, failures);
    StageFailed said = said(record, failures, place(trigger), deadLetterId);
    Event<?> event = line.event(record.stage(), cluster, trigger.id(), said, record.replays());
    line.publisher().publish(event);
    String encoded = new String(CloudEventCodec.encode(event), StandardCharsets.UTF_8);
    change.accept(before -> before.failed(encoded, deadLetterId));
    return "failed";
  }

  /** A stalled stage is driven once more and no oftener. */
  private boolean mayPass(StageRecord record, Map<Address, StageException> failures) {
    boolean stalledAgain =
        record.errors().stream().anyMatch(line -> line.startsWith(ErrorCode.STAGE_STALLED.name()));
    return record.errors().size() + 1 < attempts
        && failures.values().stream().allMatch(failure -> failure.code().retryable())
        && !(stalledAgain
            && failures.values().stream().anyMatch(f -> f.code() == ErrorCode.STAGE_STALLED));
  }

  private String bury(StageRecord record, Map<Address, StageException> failures) {
    byte[] body = record.trigger().getBytes(StandardCharsets.UTF_8);
    return queue.bury(body, first(failures), record.attempt(), record.replays());
  }

  private static StageFailed said(
      StageRecord record, Map<Address, StageException> failures, Place place, String deadLetterId) {
    StageException first = first(failures);
    StageName stage = record.stage();
    return new StageFailed(
        stage,
        first.code().name(),
        String.valueOf(first.getMessage()),
        first.code().fix(),
        first.code().retryable(),
        record.attempt(),
        failures.entrySet().stream()
            .map(entry -> failure(entry.getKey(), entry.getValue()))
            .toList(),
        record.errors(),
        List.of(),
        place,
        deadLetterId);
  }

  private static Place place(Event<? extends StageTrigger> trigger) {
    return Place.of(trigger.data().cluster().spec().aws());
  }

  private static StepFailure failure(Address step, StageException failure) {
    return new StepFailure(
        step.toString(),
        failure.code().name(),
        String.valueOf(failure.getMessage()),
        failure.logTail());
  }

  /** What is final explains more than what might have passed. */
  private static StageException first(Map<Address, StageException> failures) {
    return failures.values().stream()
        .filter(failure -> !failure.code().retryable())
        .findFirst()
        .orElseGet(() -> failures.values().iterator().next());
  }

  private static String summary(Map<Address, StageException> failures) {
    StageException first = first(failures);
    String more = failures.size() == 1 ? "" : " (and " + (failures.size() - 1) + " more)";
    return first.code() + ": " + first.getMessage() + more;
  }
}
