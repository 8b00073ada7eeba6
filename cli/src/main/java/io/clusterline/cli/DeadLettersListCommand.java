package io.clusterline.cli;

import io.clusterline.cli.deadletter.DeadLetterQueue;
import io.clusterline.cli.deadletter.StoredDeadLetter;
import io.clusterline.cli.view.Text;
import io.clusterline.event.StageName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Lists the dead letters; nothing is removed.",
    mixinStandardHelpOptions = true)
final class DeadLettersListCommand implements Callable<Integer> {

  private static final int WIDEST_MESSAGE = 70;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      converter = DeadLetterSelection.StageConverter.class,
      description = "of that stage alone")
  private @Nullable StageName stage;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<StageName> stages = stage == null ? List.of(StageName.values()) : List.of(stage);
    try (DeadLetterQueue queue = DeadLetterQueue.open(LocalLine.rabbitmqUri())) {
      List<StoredDeadLetter> deadLetters = queue.browse(stages);
      if (output.isJson()) {
        deadLetters.forEach(deadLetter -> OutputOption.print(out, DeadLetterJson.of(deadLetter)));
      } else {
        table(deadLetters).forEach(out::println);
      }
    }
    return ExitCode.DONE;
  }

  private static List<String> table(List<StoredDeadLetter> deadLetters) {
    if (deadLetters.isEmpty()) {
      return List.of("No dead letters.");
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("ID", "STAGE", "CLUSTER", "GENERATION", "EVENT", "ATTEMPTS", "SINCE", "ERROR"));
    deadLetters.forEach(deadLetter -> rows.add(row(deadLetter)));
    return Text.table(rows);
  }

  private static List<String> row(StoredDeadLetter deadLetter) {
    return List.of(
        deadLetter.id(),
        deadLetter.stage().toString(),
        deadLetter.cluster().isEmpty() ? "-" : Text.clip(deadLetter.cluster(), 40),
        Objects.toString(deadLetter.generation(), "-"),
        Text.clip(deadLetter.event(), 40),
        Long.toString(deadLetter.cause().attempts()),
        Objects.toString(deadLetter.cause().since(), "-"),
        Text.clip(deadLetter.cause().code() + ": " + deadLetter.cause().message(), WIDEST_MESSAGE));
  }
}
