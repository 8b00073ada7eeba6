package io.clusterline.cli.monitoring;

import io.clusterline.Json;
import io.clusterline.process.PrivateFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files of targets, which Prometheus reads again when they change. */
record Targets(Path folder) {

  /** What a file says: addresses and the labels of their series. */
  private record Group(List<String> targets, Map<String, String> labels) {}

  void writeServices(List<Target> services) {
    write("clusterline", services.stream().map(Targets::group).toList());
  }

  void writeConsole(Target console) {
    write("clusterline-console", List.of(group(console)));
  }

  void writeBroker(int port) {
    write("clusterline-broker", List.of(new Group(List.of(address(port)), Map.of())));
  }

  private static Group group(Target target) {
    return new Group(List.of(address(target.port())), Map.of("component", target.component()));
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  private void write(String job, List<Group> groups) {
    PrivateFiles.write(folder.resolve(job + ".json"), Json.MAPPER.writeValueAsString(groups));
  }
}
