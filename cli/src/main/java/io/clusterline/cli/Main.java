package io.clusterline.cli;

import java.io.Writer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** {@code clusterline}: requests clusters and watches their builds. */
@Command(
    name = "clusterline",
    description = "Builds a Kubernetes cluster on AWS from one event.",
    version = "clusterline 0.1",
    mixinStandardHelpOptions = true,
    subcommands = {
      ApplyCommand.class,
      ValidateCommand.class,
      WatchCommand.class,
      GetCommand.class,
      EventsCommand.class,
      DeleteCommand.class,
      CancelCommand.class,
      DeadLettersCommand.class,
      KubeconfigCommand.class,
      ReportCommand.class,
      InitCommand.class,
      DemoCommand.class,
      UpCommand.class,
      HoldCommand.class,
      DownCommand.class,
      RestartCommand.class,
      StatusCommand.class,
      TrainCommand.class
    })
public final class Main {

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine usual = new CommandLine(new Main());
    return commandLine(usual.getOut(), usual.getErr());
  }

  /** A command line that prints there, without colours: control characters are written out. */
  static CommandLine commandLine(Writer out, Writer err) {
    return new CommandLine(new Main())
        .setOut(SafeWriter.wrap(out))
        .setErr(SafeWriter.wrap(err))
        .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Failures.print(failure, command.getErr()))
        .setParameterExceptionHandler((failure, arguments) -> usage(failure));
  }

  private static int usage(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println("clusterline: " + failure.getMessage());
    command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }
}
