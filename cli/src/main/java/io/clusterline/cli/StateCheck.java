package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.AwsSpec;
import io.clusterline.spec.Cluster;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checks, before a cluster is requested, that its state bucket exists: the services would notice
 * only after they have accepted the request.
 */
final class StateCheck {

  private static final List<String> CREDENTIALS =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_PROFILE",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_ENDPOINT_URL",
          "CLUSTERLINE_AWS_ENDPOINT");

  private final StateStore store;

  StateCheck(StateStore store) {
    this.store = store;
  }

  /**
   * Whether this command reads the same state as the services: their AWS and account are known
   * here, and there are credentials. Never asks the instance metadata for a role, which takes a
   * while to fail.
   */
  static boolean isPossible(AwsSpec aws, Optional<LineState> pipeline) {
    boolean sameAccount = pipeline.isPresent() || aws.accountId() != null;
    return sameAccount && hasAccess(pipeline);
  }

  /** Whether there are credentials to read a state store with. */
  static boolean hasAccess(Optional<LineState> pipeline) {
    return pipeline.map(LineState::awsEndpoint).isPresent() || hasCredentials();
  }

  private static boolean hasCredentials() {
    return CREDENTIALS.stream().anyMatch(System.getenv()::containsKey)
        || Files.exists(Path.of(System.getProperty("user.home", ""), ".aws", "credentials"));
  }

  /** Call it before a store is opened: ten tries on an AWS that does not answer take too long. */
  static void tryBriefly() {
    System.getProperties().putIfAbsent("clusterline.state.attempts", "3");
  }

  /**
   * The cluster as it is now, where the store can be read.
   *
   * @throws CliException when the bucket surely does not exist. Other failures here prove nothing
   *     about the services, which have another identity.
   */
  Optional<ClusterRecord> require(Cluster cluster, Path file) {
    try {
      ClusterLocation location = ClusterLocation.of(cluster.spec().aws());
      ClusterState state = new ClusterState(store.documents(location), cluster.name());
      ClusterRecord fresh = ClusterRecord.initial(cluster.name(), "");
      return Optional.of(state.read().orElse(fresh));
    } catch (ClusterlineException e) {
      if (e.code() == ErrorCode.STATE_NOT_INITIALISED) {
        throw new CliException(
            ExitCode.BUILD_FAILED,
            e.code() + ": " + e.getMessage() + "; nothing was published",
            "Run './clusterline init -f " + file + "', or apply with --init.");
      }
      return Optional.empty();
    }
  }
}
