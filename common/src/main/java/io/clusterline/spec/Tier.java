package io.clusterline.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a namespace is for, as its label {@code tier} says it. The network policies follow from it:
 * {@code io.clusterline.zerotrust} says what each tier may reach.
 */
public enum Tier {
  /** The APIs: reached by the load balancer, and by one another never. */
  BUSINESS_LOGIC("business-logic"),
  /** Workers that take their tasks from the broker; nobody connects to them. */
  WORKER("worker"),
  /** The message broker. */
  INTEGRATION("integration"),
  /** Databases and caches. */
  DATA("data"),
  /** Metrics and dashboards. */
  OBSERVABILITY("observability"),
  /** Add-ons of the catalogue: what else each of them needs goes by its namespace. */
  INFRASTRUCTURE("infrastructure"),
  /** Operators that a repository installs: they use the API server, and it their webhooks. */
  PLATFORM("platform");

  /** The key of the namespace's label. */
  public static final String LABEL = "tier";

  private final String value;

  Tier(String value) {
    this.value = value;
  }

  /** The value of the label. */
  public String value() {
    return value;
  }

  /** The tier of that label's value, if there is one. */
  public static Optional<Tier> find(String value) {
    return Arrays.stream(values()).filter(tier -> tier.value.equals(value)).findFirst();
  }

  /** Every value that the label may have. */
  static List<String> labels() {
    return Arrays.stream(values()).map(Tier::value).toList();
  }
}
