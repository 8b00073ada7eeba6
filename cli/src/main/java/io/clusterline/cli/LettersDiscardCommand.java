package io.clusterline.cli;

import io.clusterline.cli.LetterOutcome.What;
import io.clusterline.cli.letters.Letter;
import io.clusterline.cli.letters.LetterBox;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.event.LetterDiscarded;
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
    description = "Throws dead letters away. The journal keeps who did so, and why.",
    mixinStandardHelpOptions = true)
final class LettersDiscardCommand implements Callable<Integer> {

  /** Only such a name may become part of a routing key. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Mixin private LetterSelection selection = new LetterSelection();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws IOException {
    selection.check();
    String uri = LocalLine.rabbitmqUri();
    try (LetterBox box = LetterBox.open(uri);
        Requests audit = new Requests(uri, clock)) {
      List<Letter> chosen = selection.of(box.browse(selection.stages()), uri);
      List<LetterOutcome> outcomes = new ArrayList<>();
      if (selection.isDryRun()) {
        chosen.forEach(one -> outcomes.add(outcome(one, What.WOULD_DISCARD)));
      } else {
        discard(box, chosen, audit, outcomes);
      }
      return LettersEnd.print(outcomes, output, spec.commandLine().getOut());
    }
  }

  /** The audit first: should we die in between, the letter is still there. */
  private void discard(
      LetterBox box, List<Letter> chosen, Requests audit, List<LetterOutcome> outcomes)
      throws IOException {
    for (var stage : chosen.stream().map(Letter::stage).distinct().toList()) {
      box.handle(
          stage,
          chosen::contains,
          (held, post) -> {
            audit.publish(discarded(held.letter()));
            outcomes.add(outcome(held.letter(), What.DISCARDED));
            return true;
          });
    }
  }

  private Event<LetterDiscarded> discarded(Letter letter) {
    boolean named = NAME.matcher(letter.cluster()).matches();
    return new Event<>(
        Ids.derived("discarded", letter.id()),
        "/clusterline/cli",
        named ? letter.cluster() : "invalid",
        clock.instant(),
        letter.clusterUid(),
        letter.generation(),
        letter.correlationId(),
        letter.eventId().isEmpty() ? null : letter.eventId(),
        null,
        new LetterDiscarded(
            letter.stage(),
            letter.id(),
            letter.cause().code(),
            selection.reason(),
            Operator.name()));
  }

  private static LetterOutcome outcome(Letter letter, What what) {
    return LetterOutcome.of(letter, what, letter.cause().code() + ": " + letter.cause().message());
  }
}
