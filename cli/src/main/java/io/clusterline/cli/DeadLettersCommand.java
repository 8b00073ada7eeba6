package io.clusterline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "dead-letters",
    description =
        "What came to rest because a stage gave up on it: look at it, replay it, discard it.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersShowCommand.class,
      DeadLettersReplayCommand.class,
      DeadLettersDiscardCommand.class
    })
final class DeadLettersCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what to do with them: list, show, replay or discard");
  }
}
