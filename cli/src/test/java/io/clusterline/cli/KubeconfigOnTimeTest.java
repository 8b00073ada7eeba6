package io.clusterline.cli;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Event;
import io.clusterline.event.MasterInitialized;
import io.clusterline.projection.BuildView;
import io.clusterline.testkit.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KubeconfigOnTimeTest {

  private final Story story =
      new Story(1)
          .requested(0)
          .accepted(1)
          .infraReady(2)
          .masterInitialized(3)
          .nodesJoined(4)
          .failed(5, BOOTSTRAP, "join/w", "JOIN_FAILED", "no");

  private final List<BuildView> written = new ArrayList<>();

  @Test
  void givenABuildThatFailsLaterWhenItsControlPlaneAnswersThenTheKubeconfigIsWrittenOnce() {
    List<Event<?>> until = show(written::add);

    assertThat(written).hasSize(1);
    assertThat(until.getLast().data()).isInstanceOf(MasterInitialized.class);
  }

  @Test
  void givenASecretThatCannotBeReadWhenItIsWrittenThenTheBuildIsWatchedOn() {
    show(build -> {
      written.add(build);
      throw new IllegalStateException("no answer");
    });

    assertThat(written).hasSize(1);
  }

  /** The events up to the one at which it was written. */
  private List<Event<?>> show(Consumer<BuildView> writer) {
    KubeconfigOnTime screen = new KubeconfigOnTime(Screen.NONE, writer);
    List<Event<?>> until = new ArrayList<>();
    BuildView view = BuildView.of(Story.name());
    for (Event<?> event : story.events()) {
      view = view.with(event);
      if (written.isEmpty()) {
        until.add(event);
      }
      screen.event(event, view);
    }
    return until;
  }
}
