package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Location of the clusters of a command: from a specification, or by region. */
final class LocationOption {

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "in the account and region of this specification")
  private @Nullable Path file;

  @Option(names = "--region", paramLabel = "REGION", description = "in this region of AWS")
  private @Nullable String region;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "in this account (default: the one of the credentials)")
  private @Nullable String account;

  private @Nullable ClusterLocation read;

  /** The location that the options name, if they name one. */
  Optional<ClusterLocation> location() {
    if (file != null && read == null) {
      read = ClusterLocation.of(SpecificationFile.read(file).spec().aws());
    }
    if (read == null && region != null) {
      read = new ClusterLocation(account, region);
    }
    if (read == null && account != null) {
      throw new CliException(
          ExitCode.USAGE, "--account needs --region", "Name both, or a specification with -f.");
    }
    return Optional.ofNullable(read);
  }

  /** Whether the option includes that location; unknown parts match. */
  boolean covers(@Nullable ClusterLocation location) {
    return location == null || location().map(meant -> meant.mayBe(location)).orElse(true);
  }
}
