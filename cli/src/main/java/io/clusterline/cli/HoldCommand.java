package io.clusterline.cli;

import io.clusterline.cli.line.AwsAccess;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LineExtras;
import io.clusterline.cli.line.LocalPipeline;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The process behind {@code up}: runs the pipeline until it is stopped. */
@Command(name = "hold", hidden = true)
final class HoldCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER")
  private Path folder = Path.of("");

  @Option(names = "--monitoring")
  private boolean monitoring;

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    LocalPipeline pipeline =
        LocalPipeline.start(
            Installation.fromSystemProperties(),
            folder,
            givenBroker(),
            AwsAccess.ofCaller(System.getenv()),
            new NotesListener(System.out::println),
            LineExtras.ofLastingLine(MonitoringOption.planIf(monitoring)));
    Runtime.getRuntime().addShutdownHook(new Thread(pipeline::close, "close the line"));
    pipeline.awaitReady();
    ended.await();
    return ExitCode.DONE;
  }

  static @Nullable String givenBroker() {
    String uri = System.getenv("CLUSTERLINE_RABBITMQ_URI");
    return uri == null || uri.isBlank() ? null : LocalLine.checked(uri);
  }
}
