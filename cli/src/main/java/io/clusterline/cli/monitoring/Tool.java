package io.clusterline.cli.monitoring;

import static java.time.Duration.ofSeconds;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.process.Child;
import io.clusterline.process.Launch;
import io.clusterline.process.Spawner;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** A program with a web address on loopback that we run: Prometheus or Grafana. */
final class Tool {

  private static final Duration LIMIT = ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  private final Child child;
  private final URI address;
  private final URI ready;
  private final Path log;

  /**
   * @param ready path that answers 200 once it is ready
   */
  Tool(Launch launch, URI address, String ready) {
    this.address = address;
    this.ready = address.resolve(ready);
    this.log = launch.log();
    this.child = Spawner.start(launch);
  }

  ToolState state() {
    return new ToolState(child.name(), child.pid(), address, log);
  }

  void awaitReady() {
    Wait.until(child.name() + " answers").within(ofSeconds(60)).poll(this::look);
  }

  private Seen<Boolean> look() {
    if (!child.isAlive()) {
      throw new ClusterlineException(
          ErrorCode.UNEXPECTED,
          child.name() + " " + child.describeExit() + "; its log is " + log,
          child.logTail(10),
          null);
    }
    try {
      HttpRequest request = HttpRequest.newBuilder(ready).timeout(LIMIT).build();
      int status = HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status == 200 ? Seen.yes(true) : Seen.notYet("HTTP " + status);
    } catch (IOException e) {
      return Seen.notYet("no answer at " + ready.getAuthority());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }

  void stop() {
    child.stop(ofSeconds(10));
  }

  void kill() {
    child.kill();
  }
}
