package io.clusterline.infra.preflight;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * The addresses at which the nodes see this process, as far as they are known.
 *
 * @param known empty when they are not
 * @param reason why they are not; empty when they are
 */
record EgressAddresses(List<String> known, String reason) {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  EgressAddresses {
    known = List.copyOf(known);
  }

  static EgressAddresses by(EgressSettings settings) {
    if (!settings.check()) {
      return new EgressAddresses(List.of(), "clusterline.egress.check is false");
    }
    return settings.addresses().isEmpty()
        ? ask(settings)
        : new EgressAddresses(settings.addresses(), "");
  }

  private static EgressAddresses ask(EgressSettings settings) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      var request = HttpRequest.newBuilder(settings.askedAt()).timeout(LIMIT).build();
      String answer = http.send(request, BodyHandlers.ofString()).body().strip();
      if (EgressSettings.isAddress(answer)) {
        return new EgressAddresses(List.of(answer), "");
      }
    } catch (IOException e) {
      // no way there, or no answer in time
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new EgressAddresses(
        List.of(),
        settings.askedAt() + " told no address; clusterline.egress.addresses may name it");
  }
}
