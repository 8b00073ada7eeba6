package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Ingress: requests for a host and a path go to a Service.
 *
 * @param name the Ingress' name, a DNS label
 * @param host the public name: the domain, or one label before it
 * @param path all paths that begin with it, label by label; a rule of a load balancer has at most
 *     128 characters, of which the controller adds two
 * @param namespace of the Service; the Ingress is there too, as it can name no other's
 * @param service the Service, of type NodePort: the load balancer reaches no pod's own address
 * @param port of the Service
 * @param healthCheckPath answers 200 when a pod is well
 * @param order among the rules of the load balancer, lowest first; each of them once
 * @param certificateArn a certificate in place of the edge's, which covers the domain and one label
 *     before it
 * @param annotations of the AWS Load Balancer Controller; those that concern the whole load
 *     balancer must be equal wherever they are given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostSpec(
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    @Constraint(form = TextFormat.DNS_NAME) String host,
    @Constraint(form = TextFormat.RULE_PATH, defaultsTo = "\"/\"") String path,
    @Constraint(form = TextFormat.DNS_LABEL) String namespace,
    @Constraint(form = TextFormat.DNS_LABEL) String service,
    @Constraint(minimum = 1, maximum = 65_535) int port,
    @Constraint(form = TextFormat.URL_PATH, defaultsTo = "\"/\"") String healthCheckPath,
    @Constraint(minimum = 1, maximum = 1_000) int order,
    @Constraint(form = TextFormat.CERTIFICATE_ARN) @Nullable String certificateArn,
    @Constraint(defaultsTo = "{}") Map<String, String> annotations) {

  public HostSpec {
    annotations = Immutable.map(annotations);
  }
}
