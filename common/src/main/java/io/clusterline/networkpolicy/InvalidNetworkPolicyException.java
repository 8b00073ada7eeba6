package io.clusterline.networkpolicy;

/** A manifest is not a NetworkPolicy that the API would keep, or one that means nothing. */
public final class InvalidNetworkPolicyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;

  InvalidNetworkPolicyException(String field, String reason) {
    super(field + ": " + reason);
    this.field = field;
    this.reason = reason;
  }

  /** Where in the manifest, for example {@code spec.ingress[0].from[1].ipBlock.cidr}. */
  public String field() {
    return field;
  }

  /** What is wrong with it, without the field. */
  public String reason() {
    return reason;
  }
}
