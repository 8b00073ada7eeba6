package io.clusterline.cli;

import io.clusterline.cli.view.PlainLines;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "events",
    description = "Prints what the journal holds of a cluster, oldest first.",
    mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration QUIET = Duration.ofMillis(300);

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(names = "--follow", description = "go on with what happens")
  private boolean follow;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (JournalReader journal = JournalReader.open(LocalLine.rabbitmqUri(), "first")) {
      Optional<Entry> entry = journal.next(FIRST);
      while ((entry.isPresent() || follow) && !Thread.currentThread().isInterrupted()) {
        entry.map(Entry::event)
            .filter(event -> event.subject().equals(name))
            .flatMap(this::line)
            .ifPresent(out::println);
        out.flush();
        entry = journal.next(QUIET);
      }
    }
    return ExitCode.DONE;
  }

  /** With {@code -o json} every event as it travelled. */
  private Optional<String> line(Event<?> event) {
    return output.isJson()
        ? Optional.of(new String(CloudEventCodec.encode(event), StandardCharsets.UTF_8))
        : new PlainLines(null).line(event);
  }
}
