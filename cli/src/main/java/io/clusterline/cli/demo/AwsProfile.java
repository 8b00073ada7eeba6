package io.clusterline.cli.demo;

import io.clusterline.spec.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** In which respect the sandbox's AWS is as strict as AWS; several at once are possible. */
public enum AwsProfile {
  /** Nothing is known at once, and balancers' interfaces stay for three minutes. */
  EVENTUAL,
  /** The pipeline has docs/iam-policy.json and nothing else; the machines have their roles. */
  ENFORCED_IAM,
  /** The quotas and regions of a new account. */
  NEW_ACCOUNT;

  /**
   * @throws IllegalArgumentException naming the profile that was meant
   */
  public static AwsProfile parse(String name) {
    return Arrays.stream(values())
        .filter(profile -> profile.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is no profile of the sandbox's AWS: "
                    + Suggestion.advice(name, names())));
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(AwsProfile::toString).toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
