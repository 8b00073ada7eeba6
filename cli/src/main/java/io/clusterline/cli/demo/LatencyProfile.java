package io.clusterline.cli.demo;

import io.clusterline.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How slow the sandbox pretends the world to be; seconds unless named otherwise.
 *
 * @param kubeadmInitSeconds and {@code kubeadmJoinSeconds}: what they take by themselves
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

  /**
   * The calls to AWS of which each needs the answer of the one before it, until the master runs:
   * CreateVpc, CreateSecurityGroup, AuthorizeSecurityGroupIngress, RunInstances, DescribeInstances,
   * AssociateAddress.
   */
  private static final int CALLS_IN_A_ROW = 6;

  /** Pulls and starts in a row: the control plane's, the network plugin's, one add-on's. */
  private static final int IMAGES_IN_A_ROW = 3;

  public static LatencyProfile read(Path file) {
    try {
      return Json.MAPPER.readValue(Files.readString(file), LatencyProfile.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a build cannot be faster than, whatever we do: the longest chain of the profile's own
   * inputs. It does not contain a single measurement, so no slow step of ours flatters it.
   *
   * <pre>
   * 6 × apiCall + pending + boot + userData + packages + kubeadm init + kubeadm join
   *   + 3 × (imagePull + containerStart)
   * </pre>
   */
  public Duration floor() {
    double seconds =
        CALLS_IN_A_ROW * apiCallMillis / 1000
            + pendingSeconds
            + bootSeconds
            + userDataSeconds
            + packagesSeconds
            + kubeadmInitSeconds
            + kubeadmJoinSeconds
            + IMAGES_IN_A_ROW * (imagePullSeconds + containerStartSeconds);
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
