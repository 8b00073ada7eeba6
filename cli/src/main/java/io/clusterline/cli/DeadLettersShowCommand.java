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
    try (DeadLetterQueue box = DeadLetterQueue.open(uri)) {
      List<StoredDeadLetter> all = box.browse(List.of(StageName.values()));
      StoredDeadLetter letter = DeadLetterSelection.withIds(List.of(id), all, uri).getFirst();
      if (output.isJson()) {
        OutputOption.print(out, DeadLetterJson.withBody(letter));
      } else {
        lines(letter).forEach(out::println);
        pretty(letter.body()).lines().forEach(out::println);
      }
    }
    return ExitCode.DONE;
  }

  private static List<String> lines(StoredDeadLetter letter) {
    return List.of(
        "id          " + letter.id(),
        "queue       " + letter.stage().deadLetterQueue(),
        "cluster     " + letter.cluster(),
        "generation  " + Objects.toString(letter.generation(), "-"),
        "event       " + letter.type() + " " + letter.eventId(),
        "since       " + Objects.toString(letter.cause().since(), "-"),
        "attempts    " + letter.cause().attempts(),
        "error       " + letter.cause().code() + ": " + letter.cause().message(),
        "what to do  " + letter.cause().fix(),
        "replay      ./clusterline dead-letters replay " + letter.id() + " --reason '…'",
        "discard     ./clusterline dead-letters discard " + letter.id() + " --reason '…'",
        "");
  }

  /** Poison is shown too, without what a terminal would obey. */
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
