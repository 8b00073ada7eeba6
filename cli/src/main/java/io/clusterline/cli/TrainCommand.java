package io.clusterline.cli;

import io.clusterline.broker.BrokerNode;
import io.clusterline.cli.line.AotTraining;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LocalPipeline;
import io.clusterline.process.PrivateFiles;
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
    Path broker = PrivateFiles.folder(folder.resolve("rabbitmq"));
    try (BrokerNode node = BrokerNode.start(broker, installation.rabbitmqServer())) {
      node.awaitReady();
      AotTraining training = new AotTraining(installation, folder, node.uri());
      LocalPipeline.SERVICES.forEach(service -> System.err.println(training.train(service)));
      System.err.println(training.trainCli());
    }
    return ExitCode.DONE;
  }
}
