package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the cluster is reached from the internet: one load balancer for all hosts, made by the AWS
 * Load Balancer Controller.
 *
 * @param group the group of Ingresses that shares the load balancer; absent: the cluster's name
 * @param sslPolicy the TLS versions and ciphers that the load balancer accepts, by AWS' name
 * @param aliases public names without an Ingress that lead to the load balancer too, such as the
 *     domain itself; it answers 404 for them
 * @param hosts one Ingress each
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngressSpec(
    @Constraint(form = TextFormat.DNS_LABEL) @Nullable String group,
    @Constraint(form = TextFormat.SSL_POLICY, defaultsTo = "\"" + IngressSpec.SSL_POLICY + "\"")
        String sslPolicy,
    @Constraint(form = TextFormat.DNS_NAME, defaultsTo = "[]", maxItems = 50) List<String> aliases,
    @Constraint(defaultsTo = "[]", maxItems = 50) List<HostSpec> hosts) {

  /** TLS 1.2 and 1.3. */
  static final String SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

  /** As when nothing is written. */
  public static final IngressSpec NONE = new IngressSpec(null, SSL_POLICY, List.of(), List.of());

  public IngressSpec {
    sslPolicy = Objects.requireNonNullElse(sslPolicy, SSL_POLICY);
    aliases = Immutable.list(aliases);
    hosts = Immutable.list(hosts);
  }

  /**
   * The group of Ingresses that shares the load balancer.
   *
   * @param cluster the cluster's name
   */
  public String groupOf(String cluster) {
    return Objects.requireNonNullElse(group(), cluster);
  }

  /** Every public name that has to lead to the load balancer, each once. */
  public List<String> names() {
    return Stream.concat(aliases().stream(), hosts().stream().map(HostSpec::host))
        .distinct()
        .toList();
  }
}
