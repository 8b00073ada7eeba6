package io.clusterline.cli.line;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Access to the AWS of a pipeline, as environment variables of its processes.
 *
 * @param endpoint null: AWS itself
 */
public record AwsAccess(@Nullable URI endpoint, Map<String, String> environment) {

  public AwsAccess {
    environment = Map.copyOf(environment);
  }

  /** From the caller's environment: a real account, or an endpoint of the caller's own. */
  public static AwsAccess ofCaller(Map<String, String> environment) {
    String endpoint =
        environment.getOrDefault(
            "CLUSTERLINE_AWS_ENDPOINT", environment.getOrDefault("AWS_ENDPOINT_URL", ""));
    return new AwsAccess(endpoint.isBlank() ? null : URI.create(endpoint), environment);
  }

  /**
   * The stand-in, without the caller's credentials: no real account is ever reached.
   *
   * @param credentials of the stand-in
   */
  public static AwsAccess standIn(
      URI endpoint, StandInCredentials credentials, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.keySet().removeIf(name -> name.startsWith("AWS_"));
    all.put("CLUSTERLINE_AWS_ENDPOINT", endpoint.toString());
    all.put("AWS_ACCESS_KEY_ID", credentials.accessKey());
    all.put("AWS_SECRET_ACCESS_KEY", credentials.secretKey());
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    all.put("CLUSTERLINE_GITOPS_READREPOSITORY", "false"); // Git hosts are outside
    all.put("AWS_CONFIG_FILE", "/dev/null");
    all.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    return new AwsAccess(endpoint, all);
  }
}
