package io.clusterline.cli.demo;

import io.clusterline.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Latencies of the sandbox, in seconds unless named otherwise.
 *
 * @param kubeadmInitSeconds its duration once its images are pulled; like kubeadmJoinSeconds it is
 *     no wait, only a part of the {@link LatencyLowerBound}
 */
public record LatencyProfile(
    String name,
    double apiCallMillis,
    double pendingSeconds,
    double bootSeconds,
    double userDataSeconds,
    double packagesSeconds,
    double imagePullSeconds,
    double containerStartSeconds,
    double kubeadmInitSeconds,
    double kubeadmJoinSeconds) {

  public static LatencyProfile read(Path file) {
    try {
      return Json.MAPPER.readValue(Files.readString(file), LatencyProfile.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
