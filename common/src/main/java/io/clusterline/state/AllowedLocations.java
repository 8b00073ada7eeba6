package io.clusterline.state;

import io.clusterline.event.ClusterLocation;
import io.clusterline.spec.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The AWS accounts, regions and roles that this process may work in. An empty list allows
 * everything. It is the operator's, and no specification can widen it.
 *
 * @param accounts numbers of twelve digits
 * @param regions such as {@code eu-central-1}
 * @param roles ARNs of roles that may be assumed; {@code *} stands for any text
 */
public record AllowedLocations(Set<String> accounts, Set<String> regions, Set<String> roles) {

  private static final String PREFIX = "CLUSTERLINE_AWS_ALLOWED_";
  private static final int ACCOUNT_IN_ARN = 4;

  public AllowedLocations {
    accounts = Set.copyOf(accounts);
    regions = Set.copyOf(regions);
    roles = Set.copyOf(roles);
  }

  /**
   * The lists, separated by commas, of {@code CLUSTERLINE_AWS_ALLOWED_ACCOUNTS}, {@code …_REGIONS}
   * and {@code …_ROLES} in the environment, or of system properties of these names.
   */
  public static AllowedLocations configured() {
    return new AllowedLocations(list("ACCOUNTS"), list("REGIONS"), list("ROLES"));
  }

  private static Set<String> list(String name) {
    String property = System.getProperty(PREFIX + name);
    String text = property == null ? System.getenv(PREFIX + name) : property;
    Set<String> values = new LinkedHashSet<>();
    if (text != null) {
      Arrays.stream(text.split(",")).map(String::strip).forEach(values::add);
    }
    values.remove("");
    return values;
  }

  /**
   * Refuses a location that is not allowed.
   *
   * @param path where the request names it, such as {@code spec.aws}
   * @throws LocationNotAllowedException with all that is not allowed
   */
  public void check(ClusterLocation location, String path) {
    List<Finding> findings = new ArrayList<>();
    require(findings, regions, "REGIONS", path + ".region", location.region());
    require(findings, accounts, "ACCOUNTS", path + ".accountId", location.accountId());
    String role = location.roleArn();
    require(findings, roles, "ROLES", path + ".roleArn", role);
    if (role != null && findings.isEmpty()) {
      require(findings, accounts, "ACCOUNTS", path + ".roleArn", accountOf(role));
    }
    if (!findings.isEmpty()) {
      throw new LocationNotAllowedException(findings);
    }
  }

  /** Of a message nobody has checked whether it is an ARN. */
  private static String accountOf(String role) {
    String[] parts = role.split(":");
    return parts.length > ACCOUNT_IN_ARN ? parts[ACCOUNT_IN_ARN] : role;
  }

  private static void require(
      List<Finding> findings,
      Set<String> allowed,
      String list,
      String path,
      @Nullable String value) {
    if (value != null
        && !allowed.isEmpty()
        && allowed.stream().noneMatch(one -> fits(one, value))) {
      String all = String.join(", ", allowed.stream().sorted().toList());
      findings.add(
          new Finding(
              path,
              value,
              "this pipeline may not use it",
              "use one of " + all + ", or add it to " + PREFIX + list + " of the services"));
    }
  }

  private static boolean fits(String pattern, String value) {
    String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    return value.matches(quoted);
  }
}
