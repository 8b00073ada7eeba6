package io.clusterline.infra.dns;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosted zones of the names of Application Load Balancers, one per region. AWS publishes them
 * (General Reference, Elastic Load Balancing endpoints), and they never change; the newest regions
 * are left out, since AWS says the zone of every load balancer that it shows.
 */
final class LoadBalancerZones {

  private static final Pattern NAME =
      Pattern.compile(".+\\.([a-z]{2}-[a-z]+-\\d)\\.elb\\.amazonaws\\.com\\.?");

  private static final Map<String, String> ZONES =
      Map.ofEntries(
          Map.entry("af-south-1", "Z268VQBMOI5EKX"),
          Map.entry("ap-east-1", "Z3DQVH9N71FHZ0"),
          Map.entry("ap-northeast-1", "Z14GRHDCWA56QT"),
          Map.entry("ap-northeast-2", "ZWKZPGTI48KDX"),
          Map.entry("ap-northeast-3", "Z5LXEXXYW11ES"),
          Map.entry("ap-south-1", "ZP97RAFLXTNZK"),
          Map.entry("ap-southeast-1", "Z1LMS91P8CMLE5"),
          Map.entry("ap-southeast-2", "Z1GM3OXH4ZPM65"),
          Map.entry("ap-southeast-3", "Z08888821HLRG5A9ZRTER"),
          Map.entry("ca-central-1", "ZQSVJUPU6J1EY"),
          Map.entry("eu-central-1", "Z215JYRZR1TBD5"),
          Map.entry("eu-central-2", "Z06391101F2ZOEP8P5EB3"),
          Map.entry("eu-north-1", "Z23TAZ6LKFMNIO"),
          Map.entry("eu-south-1", "Z3ULH7SSC9OV64"),
          Map.entry("eu-south-2", "Z0956581394HF5D5LXGAP"),
          Map.entry("eu-west-1", "Z32O12XQLNTSW2"),
          Map.entry("eu-west-2", "ZHURV8PSTC4K8"),
          Map.entry("eu-west-3", "Z3Q77PNBQS71R4"),
          Map.entry("me-central-1", "Z08230872XQRWHG2XF6I"),
          Map.entry("me-south-1", "ZS929ML54UICD"),
          Map.entry("sa-east-1", "Z2P70J7HTTTPLU"),
          Map.entry("us-east-1", "Z35SXDOTRQ7X7K"),
          Map.entry("us-east-2", "Z3AADJGX6KTTL2"),
          Map.entry("us-west-1", "Z368ELLRRE2KJ0"),
          Map.entry("us-west-2", "Z1H1FL5HABSF5"));

  private LoadBalancerZones() {}

  /** The zone that holds that name; empty when it is no load balancer's of a known region. */
  static Optional<String> of(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.ofNullable(ZONES.get(matcher.group(1))) : Optional.empty();
  }
}
