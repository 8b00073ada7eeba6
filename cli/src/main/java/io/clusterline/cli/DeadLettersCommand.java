package io.clusterline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "dead-letters",
    description = "Triggers that a stage gave up on: list, show, replay or discard them.",
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
        spec.commandLine(), "one of list, show, replay and discard is required");
  }
}
