package io.clusterline.cli;

import io.clusterline.cli.view.PlainLines;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
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

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(names = "--follow", description = "go on with what happens")
  private boolean follow;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    String uri = LocalLine.rabbitmqUri();
    if (follow) {
      follow(uri);
    } else {
      History.read(uri, this::print);
    }
    return ExitCode.DONE;
  }

  private void follow(String uri) throws IOException {
    try (JournalReader journal = JournalReader.open(uri, "first")) {
      while (!Thread.currentThread().isInterrupted()) {
        journal.next(PATIENCE).ifPresent(entry -> print(entry.event()));
      }
    }
  }

  private void print(Event<?> event) {
    if (event.subject().equals(name)) {
      PrintWriter out = spec.commandLine().getOut();
      line(event).ifPresent(out::println);
      out.flush();
    }
  }

  /** With {@code -o json} every event as it travelled. */
  private Optional<String> line(Event<?> event) {
    return output.isJson()
        ? Optional.of(new String(CloudEventCodec.encode(event), StandardCharsets.UTF_8))
        : new PlainLines(null).line(event);
  }
}
