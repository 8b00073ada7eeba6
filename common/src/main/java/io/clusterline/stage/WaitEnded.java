package io.clusterline.stage;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;

/** A wait was ended because another step of the stage has failed for good. */
final class WaitEnded extends ClusterlineException {

  private static final long serialVersionUID = 1L;

  WaitEnded(Address failed) {
    super(ErrorCode.CANCELLED, "not waited for any longer: " + failed + " failed for good");
  }
}
