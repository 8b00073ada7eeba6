package io.clusterline.infra.preflight;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address at which this process is seen on the internet.
 *
 * @param asked who tells it: answers a request with the address of whoever asks
 */
record EgressAddress(URI asked) {

  static final EgressAddress OF_AMAZON =
      new EgressAddress(URI.create("https://checkip.amazonaws.com"));

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** Empty when it cannot be known: no way there, or no answer in time. */
  Optional<String> find() {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      var request = HttpRequest.newBuilder(asked).timeout(LIMIT).build();
      String answer = http.send(request, BodyHandlers.ofString()).body().strip();
      return Optional.of(answer).filter(text -> IPV4.matcher(text).matches());
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
