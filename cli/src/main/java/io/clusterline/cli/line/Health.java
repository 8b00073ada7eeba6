package io.clusterline.cli.line;

import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Reads a service's health endpoint. */
final class Health {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  private Health() {}

  static Seen<Boolean> check(URI health) {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(LIMIT).build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Seen.yes(true)
          : Seen.notYet("HTTP " + response.statusCode() + " " + response.body());
    } catch (IOException e) {
      return Seen.notYet("no answer at " + health.getAuthority());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Seen.notYet("interrupted");
    }
  }
}
