package io.clusterline.cli;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.testkit.Story;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterFilterTest {

  private static final ClusterLocation HERE = ClusterLocation.of(Story.cluster().spec().aws());
  private static final ClusterLocation ELSEWHERE = new ClusterLocation(null, "eu-west-1");

  private static List<Event<?>> build() {
    return new Story(1).accepted(1).started(1, INFRA, step("vpc/main")).events();
  }

  private static Event<?> ofUid(String uid, Event<?> event) {
    return new Event<>(
        event.id() + uid,
        event.source(),
        event.subject(),
        event.time(),
        uid,
        event.generation(),
        event.correlationId() + uid,
        null,
        null,
        event.data());
  }

  @Test
  void givenNoPlaceWhenABuildIsSeenThenItsClusterIsMeant() {
    ClusterFilter filter = new ClusterFilter(null, Optional.empty());

    assertThat(build()).allMatch(filter::concerns);
  }

  @Test
  void givenAnotherPlaceWhenABuildIsSeenThenNoneOfItsEventsConcerns() {
    ClusterFilter filter = new ClusterFilter(null, Optional.of(ELSEWHERE));

    assertThat(build()).noneMatch(filter::concerns);
  }

  @Test
  void givenAClusterWhenAnEventIsOfAnUnknownUidThenItDoesNotConcern() {
    ClusterFilter filter = new ClusterFilter(null, Optional.of(HERE));
    build().forEach(filter::concerns);

    assertThat(filter.concerns(ofUid("twin", build().getLast()))).isFalse();
  }

  @Test
  void givenAClusterWhenItIsMadeAnewThenItsEventsConcern() {
    ClusterFilter filter = new ClusterFilter(null, Optional.of(HERE));
    build().forEach(filter::concerns);

    assertThat(build().stream().map(event -> ofUid("anew", event))).allMatch(filter::concerns);
  }

  @Test
  void givenAUidWhenAnotherClusterWasThereBeforeThenOnlyItsOwnEventsConcern() {
    ClusterFilter filter = new ClusterFilter("anew", Optional.of(HERE));

    assertThat(build()).noneMatch(filter::concerns);
    assertThat(build().stream().map(event -> ofUid("anew", event))).allMatch(filter::concerns);
  }
}
