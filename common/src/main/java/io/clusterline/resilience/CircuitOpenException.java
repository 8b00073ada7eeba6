package io.clusterline.resilience;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The call was not made: its endpoint has failed too often recently. Retrying later may help. */
public final class CircuitOpenException extends ClusterlineException {

  private static final long serialVersionUID = 1L;

  private final String endpoint;
  private final Instant triedAgainAt;

  CircuitOpenException(ErrorCode code, String endpoint, Instant triedAgainAt, Throwable cause) {
    super(
        code,
        "%s does not answer: calls to it are held back; it is tried again at %s"
            .formatted(endpoint, triedAgainAt.truncatedTo(ChronoUnit.MILLIS)),
        cause);
    this.endpoint = endpoint;
    this.triedAgainAt = triedAgainAt;
  }

  /** Its kind and address: {@code kubernetes/203.0.113.7:6443}. */
  public String endpoint() {
    return endpoint;
  }

  /** From when on the next call is let through; past while such a call is under way. */
  public Instant triedAgainAt() {
    return triedAgainAt;
  }
}
