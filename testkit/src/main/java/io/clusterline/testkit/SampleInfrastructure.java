package io.clusterline.testkit;

import io.clusterline.event.ControlPlane;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.Machine;
import io.clusterline.secret.SecretRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sample results of the infra and bootstrap stages, for tests that read little of them. */
public final class SampleInfrastructure {

  /** Their login user: not that of most images, so that nobody takes it for granted. */
  public static final String USER = "admin";

  private SampleInfrastructure() {}

  /**
   * In Seoul, with no machines.
   *
   * @param sshKey the name of the secret that opens the machines
   */
  public static Infrastructure of(String sshKey) {
    return of("ap-northeast-2", sshKey, List.of());
  }

  /**
   * @param sshKey the name of the secret that opens the machines
   */
  public static Infrastructure of(String region, String sshKey, List<Machine> machines) {
    return new Infrastructure(
        AwsStandIn.ACCOUNT,
        region,
        "vpc-1",
        Map.of(),
        Map.of(),
        "role",
        "profile",
        "bucket",
        USER,
        new SecretRef(sshKey),
        machines);
  }

  /**
   * @param kubeconfig the name of the secret that opens the API server
   */
  public static ControlPlane controlPlane(String kubeconfig) {
    return controlPlane(kubeconfig, Instant.parse("2027-11-22T10:00:00Z"));
  }

  /**
   * @param kubeconfig the name of the secret that opens the API server
   * @param certificatesExpireAt null: not known
   */
  public static ControlPlane controlPlane(
      String kubeconfig, @Nullable Instant certificatesExpireAt) {
    return new ControlPlane(
        "api:6443",
        "127.1.0.10:6443",
        "sha256:0",
        "v1.36.3",
        new SecretRef(kubeconfig),
        certificatesExpireAt);
  }
}
