package io.clusterline.cli;

import io.clusterline.cli.DeadLetterOutcome.What;
import io.clusterline.cli.deadletter.DeadLetterQueue;
import io.clusterline.cli.deadletter.StoredDeadLetter;
import io.clusterline.event.DeadLetterDiscarded;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "discard",
    description = "Discards dead letters. The journal keeps who did so, and why.",
    mixinStandardHelpOptions = true)
final class DeadLettersDiscardCommand implements Callable<Integer> {

  /** Only such a name may become part of a routing key. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Mixin private DeadLetterSelection selection = new DeadLetterSelection();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws IOException {
    selection.check();
    String uri = LocalLine.rabbitmqUri();
    try (DeadLetterQueue queue = DeadLetterQueue.open(uri);
        Requests audit = new Requests(uri, clock)) {
      List<StoredDeadLetter> chosen = selection.of(queue.browse(selection.stages()), uri);
      List<DeadLetterOutcome> outcomes = new ArrayList<>();
      if (selection.isDryRun()) {
        chosen.forEach(one -> outcomes.add(outcome(one, What.WOULD_DISCARD)));
      } else {
        discard(queue, chosen, audit, outcomes);
      }
      return DeadLettersPrinter.print(outcomes, output, spec.commandLine().getOut());
    }
  }

  /** The audit comes first: after a crash in between, the dead letter still exists. */
  private void discard(
      DeadLetterQueue queue,
      List<StoredDeadLetter> chosen,
      Requests audit,
      List<DeadLetterOutcome> outcomes)
      throws IOException {
    for (var stage : chosen.stream().map(StoredDeadLetter::stage).distinct().toList()) {
      queue.handle(
          stage,
          chosen::contains,
          (held, post) -> {
            audit.publish(discarded(held.deadLetter()));
            outcomes.add(outcome(held.deadLetter(), What.DISCARDED));
            return true;
          });
    }
  }

  private Event<DeadLetterDiscarded> discarded(StoredDeadLetter deadLetter) {
    boolean named = NAME.matcher(deadLetter.cluster()).matches();
    return new Event<>(
        Ids.derived("discarded", deadLetter.id()),
        "/clusterline/cli",
        named ? deadLetter.cluster() : "invalid",
        clock.instant(),
        deadLetter.clusterUid(),
        deadLetter.generation(),
        deadLetter.correlationId(),
        deadLetter.eventId().isEmpty() ? null : deadLetter.eventId(),
        null,
        new DeadLetterDiscarded(
            deadLetter.stage(),
            deadLetter.id(),
            deadLetter.cause().code(),
            selection.reason(),
            CurrentUser.name()));
  }

  private static DeadLetterOutcome outcome(StoredDeadLetter deadLetter, What what) {
    return DeadLetterOutcome.of(
        deadLetter, what, deadLetter.cause().code() + ": " + deadLetter.cause().message());
  }
}
