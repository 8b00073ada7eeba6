package io.clusterline.console;

import io.clusterline.testkit.Story;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands at the time that a test sets; at first at the begin of a {@link Story}. */
public final class ManualClock extends Clock {

  private Instant now = Story.BEGIN;

  public void set(Instant to) {
    now = to;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
