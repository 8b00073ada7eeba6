package io.clusterline.drill;

import io.clusterline.event.StageName;
import io.clusterline.execution.CrashInjector;
import io.clusterline.stage.Address;
import io.clusterline.stage.FailPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The places at which a drill ends the process. */
record HaltPlan(List<String> places) {

  private static final List<FailPoint> OF_A_STEP =
      List.of(FailPoint.BEFORE_EFFECT, FailPoint.AFTER_EFFECT, FailPoint.RECORDED);

  /** Crash points of the accept stage, which has no steps: it decides, records and publishes. */
  private static final List<String> DECISIONS =
      Stream.of("ClusterAccepted", "RemovalAccepted")
          .map(message -> new Address("decision", message))
          .flatMap(at ->
              Stream.of(FailPoint.RECORDED, FailPoint.PUBLISHED)
                  .map(point -> line(StageName.ACCEPT, at, point)))
          .toList();

  private static final List<String> NOTES =
      Stream.of("READY", "REMOVED")
          .map(phase -> line(StageName.ACCEPT, new Address("decision", phase), FailPoint.RECORDED))
          .toList();

  /**
   * Every place of a build and of its removal.
   *
   * @param steps by layer, as a build without a crash has recorded them
   */
  static HaltPlan complete(Map<StageName, Collection<Address>> steps) {
    List<String> places = new ArrayList<>(DECISIONS);
    places.addAll(NOTES);
    for (StageName stage : StageName.values()) {
      Address self = new Address("stage", stage.toString());
      if (stage == StageName.ACCEPT) {
        continue;
      }
      places.add(line(stage, self, FailPoint.ACKED));
      for (Address step : new TreeSet<>(steps.get(stage.layer()))) {
        OF_A_STEP.forEach(point -> places.add(line(stage, step, point)));
      }
      places.add(line(stage, self, FailPoint.PUBLISHED));
    }
    return new HaltPlan(places);
  }

  static String line(StageName stage, Address at, FailPoint point) {
    return stage + "|" + at + "|" + point;
  }

  /** A few of them, by chance. */
  HaltPlan sample(int size, long seed) {
    List<String> shuffled = new ArrayList<>(places);
    Collections.shuffle(shuffled, new Random(seed));
    return new HaltPlan(shuffled.subList(0, Math.min(size, shuffled.size())));
  }

  /** Dealt out in turn, as cards are: each share has something of everything. */
  List<HaltPlan> split(int shares) {
    List<List<String>> dealt = new ArrayList<>();
    for (int i = 0; i < shares; i++) {
      dealt.add(new ArrayList<>());
    }
    for (int i = 0; i < places.size(); i++) {
      dealt.get(i % shares).add(places.get(i));
    }
    return dealt.stream().filter(share -> !share.isEmpty()).map(HaltPlan::new).toList();
  }

  void write(Path file) {
    try {
      Files.write(file, places);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At which of them a process was ended. */
  static List<String> crashed(Path file) {
    Path struck = CrashInjector.crashLog(file);
    try {
      return Files.exists(struck) ? Files.readAllLines(struck) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
