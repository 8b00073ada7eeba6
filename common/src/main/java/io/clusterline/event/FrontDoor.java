package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one load balancer through which the cluster is reached.
 *
 * @param group the group of Ingresses that shares it
 * @param loadBalancer its name in AWS' DNS, of which the public names become aliases
 * @param zoneId the hosted zone that holds the domain, of EdgeReady
 * @param names every public name that has to lead to it: the hosts and the specification's aliases
 * @param routes one per Ingress
 */
public record FrontDoor(
    String group, String loadBalancer, String zoneId, List<String> names, List<Route> routes) {

  public FrontDoor {
    names = List.copyOf(names);
    routes = List.copyOf(routes);
  }

  /**
   * One Ingress: requests for a host and a path go to a Service.
   *
   * @param ingress the Ingress' name, in the namespace
   * @param namespace of the Ingress and of the Service
   * @param host the public name
   * @param path all paths that begin with it
   * @param service the Service's name
   * @param port of the Service
   * @param certificateArn the certificate with which the load balancer answers for the host
   * @param targetGroup ARN of the load balancer's target group; absent where there is none, as in
   *     the sandbox, or as long as the Service does not exist
   * @param readyPods pods behind the Service that are ready; 0 where the Service does not exist:
   *     the load balancer answers 503
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Route(
      String ingress,
      String namespace,
      String host,
      String path,
      String service,
      int port,
      String certificateArn,
      @Nullable String targetGroup,
      int readyPods) {}
}
