package io.clusterline.kubernetes;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.custom.QuantityFormatException;

/** Amounts of resources: the API server may write one in another way than it was given. */
public final class Quantities {

  private Quantities() {}

  /** Whether both texts say the same amount, as {@code 1000m} and {@code 1} do. */
  public static boolean areEqual(String one, String other) {
    try {
      return Quantity.fromString(one).getNumber().compareTo(Quantity.fromString(other).getNumber())
          == 0;
    } catch (QuantityFormatException notAQuantity) {
      return one.equals(other);
    }
  }
}
