package io.clusterline.spec;

import com.networknt.schema.Error;
import java.util.ArrayList;

/**
 * The first errors of a validation; the others are counted and dropped. A small message can have
 * more errors than there is memory for.
 */
final class FewErrors extends ArrayList<Error> {

  private static final int MOST = 1_000;
  private static final long serialVersionUID = 1;

  private int dropped;

  @Override
  public boolean add(Error error) {
    if (size() == MOST) {
      dropped++;
      return true;
    }
    return super.add(error);
  }

  /** Number of errors beyond the limit. */
  int dropped() {
    return dropped;
  }
}
