package io.clusterline.telemetry;

import io.clusterline.event.StageName;

/** Learns what happens to leases. */
public interface LeaseListener {

  /** Nobody listens. */
  LeaseListener NONE =
      new LeaseListener() {
        @Override
        public void takenOver(StageName stage) {}

        @Override
        public void heartbeatMissed(StageName stage) {}
      };

  /** This process took it from a holder that counted as dead. */
  void takenOver(StageName stage);

  /** The state store did not take a heartbeat of ours. */
  void heartbeatMissed(StageName stage);
}
