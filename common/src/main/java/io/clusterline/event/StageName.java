package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The stages of the line: those of a build in the order in which a first build passes them, then
 * those of a removal in theirs.
 */
public enum StageName {
  ACCEPT("infra-service", null),
  INFRA("infra-service", null),
  BOOTSTRAP("bootstrap-service", null),
  CNI("network-service", null),
  NETWORK("network-service", null),
  ADDONS("gitops-service", null),
  ADDONS_REMOVAL("gitops-service", ADDONS),
  NETWORK_REMOVAL("network-service", NETWORK),
  CNI_REMOVAL("network-service", CNI),
  NODES_REMOVAL("bootstrap-service", BOOTSTRAP),
  INFRA_REMOVAL("infra-service", INFRA);

  private final String service;
  private final @Nullable StageName undoes;

  StageName(String service, @Nullable StageName undoes) {
    this.service = service;
    this.undoes = undoes;
  }

  /** The service that owns the stage. */
  public String service() {
    return service;
  }

  /** Whose ledger and lease it works with: a removal those of the stage that it undoes. */
  public StageName layer() {
    return undoes == null ? this : undoes;
  }

  public boolean isRemoval() {
    return undoes != null;
  }

  /** The stages that a build passes, in its order. */
  public static List<StageName> build() {
    return Arrays.stream(values()).filter(stage -> !stage.isRemoval()).toList();
  }

  /** The stages that a removal passes, in its order. */
  public static List<StageName> removal() {
    return Arrays.stream(values()).filter(StageName::isRemoval).toList();
  }

  /** Those that come after it on the same way. */
  public List<StageName> later() {
    return Arrays.stream(values())
        .filter(stage -> stage.isRemoval() == isRemoval() && stage.compareTo(this) > 0)
        .toList();
  }

  /** The stage's own queue: {@code bootstrap-service.bootstrap}. */
  public String queue() {
    return service + "." + this;
  }

  /** Where the stage's dead letters rest: {@code bootstrap-service.bootstrap.dlq}. */
  public String deadLetterQueue() {
    return queue() + ".dlq";
  }

  @JsonCreator
  public static StageName parse(String text) {
    return Arrays.stream(values())
        .filter(stage -> stage.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage is called '" + text + "'"));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
