package io.clusterline.cli;

import io.clusterline.Json;
import io.clusterline.cli.deadletter.DeadLetterQueue;
import io.clusterline.cli.deadletter.StoredDeadLetter;
import io.clusterline.cli.view.Text;
import io.clusterline.event.StageName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;

@Command(
    name = "show",
    description = "Shows one dead letter: why the stage gave up, what to do, and its body.",
    mixinStandardHelpOptions = true)
final class DeadLettersShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "as 'dead-letters list' shows it")
  private String id = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String uri = LocalLine.rabbitmqUri();
    try (DeadLetterQueue queue = DeadLetterQueue.open(uri)) {
      List<StoredDeadLetter> all = queue.browse(List.of(StageName.values()));
      StoredDeadLetter deadLetter = DeadLetterSelection.withIds(List.of(id), all, uri).getFirst();
      if (output.isJson()) {
        OutputOption.print(out, DeadLetterJson.withBody(deadLetter));
      } else {
        lines(deadLetter).forEach(out::println);
        pretty(deadLetter.body()).lines().forEach(out::println);
      }
    }
    return ExitCode.DONE;
  }

  private static List<String> lines(StoredDeadLetter deadLetter) {
    return List.of(
        "id          " + deadLetter.id(),
        "queue       " + deadLetter.stage().deadLetterQueue(),
        "cluster     " + deadLetter.cluster(),
        "generation  " + Objects.toString(deadLetter.generation(), "-"),
        "event       " + deadLetter.type() + " " + deadLetter.eventId(),
        "since       " + Objects.toString(deadLetter.cause().since(), "-"),
        "attempts    " + deadLetter.cause().attempts(),
        "error       " + deadLetter.cause().code() + ": " + deadLetter.cause().message(),
        "what to do  " + deadLetter.cause().fix(),
        "replay      ./clusterline dead-letters replay " + deadLetter.id() + " --reason '…'",
        "discard     ./clusterline dead-letters discard " + deadLetter.id() + " --reason '…'",
        "");
  }

  /** Poison is shown too, without terminal control characters. */
  private static String pretty(String body) {
    try {
      return Json.MAPPER
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(Json.MAPPER.readTree(body));
    } catch (JacksonException notJson) {
      return Text.clip(body, 2_000);
    }
  }
}
