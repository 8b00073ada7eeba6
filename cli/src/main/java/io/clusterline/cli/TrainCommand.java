package io.clusterline.cli;

import io.clusterline.broker.BrokerNode;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.Line;
import io.clusterline.cli.line.Training;
import io.clusterline.process.OwnerOnly;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Part of setup: starts every service once, so that later starts are faster (AOT caches). */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER")
  private Path folder = Path.of("");

  @Override
  public Integer call() {
    Installation installation = Installation.fromSystemProperties();
    Path broker = OwnerOnly.folder(folder.resolve("rabbitmq"));
    try (BrokerNode node = BrokerNode.start(broker, installation.rabbitmqServer())) {
      node.awaitReady();
      Training training = new Training(installation, folder, node.uri());
      Line.SERVICES.forEach(service -> System.err.println(training.train(service)));
      System.err.println(training.trainCli());
    }
    return ExitCode.DONE;
  }
}
