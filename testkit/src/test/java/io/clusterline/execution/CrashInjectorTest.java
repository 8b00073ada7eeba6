package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.StageName;
import io.clusterline.stage.Address;
import io.clusterline.stage.FailPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The injector ends the process at the given point, once. */
class CrashInjectorTest {

  private static final Address SUBNET = new Address("subnet", "public-a");

  private final AtomicInteger halts = new AtomicInteger();
  @TempDir Path folder;
  private Path plan;

  @BeforeEach
  void name() {
    plan = folder.resolve("plan");
  }

  @Test
  void givenAPlaceOfThePlanWhenReachedThenTheProcessEndsThereOnceAlsoAfterARestart()
      throws IOException {
    Files.writeString(plan, "# a drill\ninfra|subnet/public-a|AFTER_EFFECT\n");

    points().onReached(FailPoint.AFTER_EFFECT, StageName.INFRA, SUBNET);
    points().onReached(FailPoint.AFTER_EFFECT, StageName.INFRA, SUBNET);

    assertThat(halts).hasValue(1);
    assertThat(CrashInjector.crashLog(plan)).hasContent("infra|subnet/public-a|AFTER_EFFECT");
  }

  @Test
  void givenAnotherPlaceWhenReachedThenNothingHappens() throws IOException {
    Files.writeString(plan, "infra|subnet/public-a|AFTER_EFFECT\n");

    points().onReached(FailPoint.BEFORE_EFFECT, StageName.INFRA, SUBNET);
    points().onReached(FailPoint.AFTER_EFFECT, StageName.INFRA_REMOVAL, SUBNET);
    points().onReached(FailPoint.AFTER_EFFECT, StageName.INFRA, new Address("subnet", "public-b"));

    assertThat(halts).hasValue(0);
  }

  @Test
  void givenAnyStepWhenReachedThenTheProcessEndsOnceAtEach() throws IOException {
    Files.writeString(plan, "infra|*|RECORDED\n");
    CrashInjector points = points();

    points.onReached(FailPoint.RECORDED, StageName.INFRA, SUBNET);
    points.onReached(FailPoint.RECORDED, StageName.INFRA, new Address("subnet", "public-b"));
    points.onReached(FailPoint.RECORDED, StageName.INFRA, SUBNET);

    assertThat(halts).hasValue(2);
  }

  @Test
  void givenALineThatIsNoPlaceWhenReadThenItIsNamed() throws IOException {
    Files.writeString(plan, "infra subnet\n");

    assertThatThrownBy(this::points).hasMessageContaining("'infra subnet'");
  }

  private CrashInjector points() {
    return new CrashInjector(plan, halts::incrementAndGet);
  }
}
