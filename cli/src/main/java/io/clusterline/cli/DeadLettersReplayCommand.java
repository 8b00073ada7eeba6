package io.clusterline.cli;

import io.clusterline.cli.DeadLetterOutcome.What;
import io.clusterline.cli.deadletter.DeadLetterQueue;
import io.clusterline.cli.deadletter.StoredDeadLetter;
import io.clusterline.messaging.JournalReader;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description =
        "Sends dead letters back to their stages: each stage continues where it failed, then the later stages.",
    mixinStandardHelpOptions = true)
final class DeadLettersReplayCommand implements Callable<Integer> {

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "how long to wait for the stages to run again (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofSeconds(10);

  @Mixin private DeadLetterSelection selection = new DeadLetterSelection();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<StoredDeadLetter, DeadLetterOutcome> outcomes = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    long begin = System.nanoTime();
    selection.check();
    String uri = LocalLine.rabbitmqUri();
    try (JournalReader journal = JournalReader.open(uri, "next")) {
      try (DeadLetterQueue queue = DeadLetterQueue.open(uri)) {
        replayChosen(queue, uri);
      }
      awaitResumption(new ReplayProgress(journal, begin));
    }
    return DeadLettersPrinter.print(outcomes.values(), output, spec.commandLine().getOut());
  }

  private void replayChosen(DeadLetterQueue queue, String uri) throws IOException {
    List<StoredDeadLetter> chosen = selection.of(queue.browse(selection.stages()), uri);
    checkBeforeReplay(chosen, DeadLetterFacts.read(uri));
    if (selection.isDryRun()) {
      return;
    }
    for (var stage : chosen.stream().map(StoredDeadLetter::stage).distinct().toList()) {
      queue.handle(
          stage,
          deadLetter -> isPlanned(chosen, deadLetter),
          (held, post) -> {
            boolean there = post.republish(held, selection.reason(), CurrentUser.name());
            recordOutcome(held.deadLetter(), there ? What.QUEUED : What.RETURNED);
            return there;
          });
    }
  }

  /** Before anything is published. */
  private void checkBeforeReplay(List<StoredDeadLetter> chosen, DeadLetterFacts facts) {
    for (StoredDeadLetter deadLetter : chosen) {
      Optional<String> outdated = facts.outdated(deadLetter);
      if (outdated.isPresent() && selection.isById()) {
        throw new CliException(
            ExitCode.BUILD_FAILED,
            "dead letter " + deadLetter.id() + ": " + outdated.get() + "; nothing was replayed",
            "Apply the newest specification again with './clusterline apply -f FILE'; discard the dead letter with './clusterline dead-letters discard'.");
      }
      outcomes.put(
          deadLetter,
          DeadLetterOutcome.of(
              deadLetter,
              outdated.isPresent() ? What.REFUSED : What.WOULD_REPLAY,
              outdated.orElse("to " + deadLetter.stage().queue())));
    }
  }

  private boolean isPlanned(List<StoredDeadLetter> chosen, StoredDeadLetter deadLetter) {
    return chosen.contains(deadLetter)
        && Optional.ofNullable(outcomes.get(deadLetter))
            .filter(outcome -> outcome.outcome() == What.WOULD_REPLAY)
            .isPresent();
  }

  private void recordOutcome(StoredDeadLetter deadLetter, What what) {
    String queue = deadLetter.stage().queue();
    String detail =
        what == What.QUEUED
            ? "it is in "
                + queue
                + ", and no service has taken it within "
                + timeout.toSeconds()
                + " s"
            : "there is no queue "
                + queue
                + "; it stays in "
                + deadLetter.stage().deadLetterQueue();
    outcomes.put(deadLetter, DeadLetterOutcome.of(deadLetter, what, detail));
  }

  private void awaitResumption(ReplayProgress resumption) throws IOException {
    List<StoredDeadLetter> sent =
        outcomes.entrySet().stream()
            .filter(entry -> entry.getValue().outcome() == What.QUEUED)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Duration> resumed = resumption.await(sent, timeout);
    outcomes.replaceAll((deadLetter, outcome) -> {
      Duration after = resumed.get(deadLetter.id());
      return after == null ? outcome : outcome.resumed(after);
    });
  }
}
