package io.clusterline.console.feed;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.console.feed.Feed.Message;
import io.clusterline.messaging.JournalReader.Entry;
import io.clusterline.testkit.Story;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FeedTest {

  private static final Duration NOW = Duration.ZERO;

  private final Board board = new Board(Clock.systemUTC());
  private final Feed feed = new Feed(board, Duration.ofHours(1));
  private final Story story = new Story(1);
  private int added;

  /** What was told since the last time. */
  private void publish() {
    for (; added < story.events().size(); added++) {
      board.add(new Entry(added, story.events().get(added)));
    }
    feed.flush();
  }

  private void begin() {
    story
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"), step("subnet/a", "vpc/main"));
    publish();
  }

  private void finishVpc() {
    story.ran(INFRA, "vpc/main", 1, 3);
    publish();
  }

  private static JsonNode infra(Message message) {
    JsonNode cluster = Json.MAPPER.readTree(message.json()).at("/clusters/0");
    return cluster
        .get("stages")
        .valueStream()
        .filter(stage -> stage.get("name").stringValue().equals("infra"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givenABrowserWithoutAnIdWhenItListensThenItGetsEverythingAndThenWhatChanges()
      throws InterruptedException {
    begin();
    try (Subscriber browser = feed.subscribe(Optional.empty())) {
      Message first = browser.next(NOW).orElseThrow();
      assertThat(first.event()).isEqualTo("snapshot");
      assertThat(infra(first).get("steps").propertyNames())
          .containsExactlyInAnyOrder("vpc/main", "subnet/a");

      finishVpc();
      Message then = browser.next(NOW).orElseThrow();
      assertThat(then.event()).isEqualTo("patch");
      assertThat(infra(then).get("steps").propertyNames()).containsExactly("vpc/main");
      assertThat(infra(then).at("/steps/vpc~1main/state").stringValue()).isEqualTo("created");
    }
  }

  @Test
  void givenABrowserThatWasAwayWhenItComesBackThenItGetsWhatItMissed() throws InterruptedException {
    begin();
    Message seen = feed.snapshot();
    finishVpc();

    try (Subscriber browser = feed.subscribe(Optional.of(seen.id()))) {
      Message missed = browser.next(NOW).orElseThrow();
      assertThat(missed.event()).isEqualTo("patch");
      assertThat(missed.offset()).isGreaterThan(seen.offset());
      assertThat(browser.next(NOW)).isEmpty();
    }
  }

  @Test
  void givenAnIdThatWasNeverSentWhenABrowserListensThenItStartsAnew() throws InterruptedException {
    begin();

    try (Subscriber browser = feed.subscribe(Optional.of("123456"))) {
      assertThat(browser.next(NOW)).map(Message::event).contains("snapshot");
    }
  }

  @Test
  void givenABrowserThatReadsTooSlowlyWhenMessagesAreLostForItThenItGetsASnapshot()
      throws InterruptedException {
    begin();
    try (Subscriber slow = feed.subscribe(Optional.empty())) {
      for (int at = 0; at < 100; at++) {
        story.running(INFRA, "vpc/main", at, "try " + at);
        publish();
      }
      Message now = slow.next(NOW).orElseThrow();
      assertThat(now.event()).isEqualTo("snapshot");
      assertThat(infra(now).at("/steps/vpc~1main/message").stringValue()).isEqualTo("try 99");
      assertThat(slow.next(NOW)).isEmpty();
    }
  }

  @Test
  void givenAnotherJournalWhenItTakesThePlaceOfTheOldOneThenEveryBrowserStartsAnew()
      throws InterruptedException {
    begin();
    finishVpc();
    Message old = feed.snapshot();
    try (Subscriber browser = feed.subscribe(Optional.empty())) {
      assertThat(browser.next(NOW)).isPresent();
      Entry first = new Entry(0, new Story(7).requested(0).events().getFirst());
      assertThat(board.isContinuedBy(first)).isFalse();

      board.startAnew();
      board.add(first);
      feed.flush();

      Message message = browser.next(NOW).orElseThrow();
      assertThat(message.event()).isEqualTo("snapshot");
      assertThat(message.json()).doesNotContain("vpc/main");
    }
    try (Subscriber away = feed.subscribe(Optional.of(old.id()))) {
      assertThat(away.next(NOW)).map(Message::event).contains("snapshot");
    }
  }

  @Test
  void givenTheSameJournalWhenItIsAskedAgainThenItGoesOn() {
    begin();
    Entry newest = new Entry(added - 1, story.events().get(added - 1));

    assertThat(board.isContinuedBy(newest)).isTrue();
    assertThat(board.isContinuedBy(new Entry(added + 50, newest.event()))).isTrue();
    assertThat(board.isContinuedBy(new Entry(added - 1, story.events().getFirst()))).isFalse();
  }

  @Test
  void givenAJournalThatCannotBeReadThenTheBrowsersAreTold() throws InterruptedException {
    board.connected(true);
    begin();
    try (Subscriber browser = feed.subscribe(Optional.empty())) {
      assertThat(browser.next(NOW)).map(Message::json).hasValueSatisfying(contains(true));

      board.connected(false);
      feed.flush();

      assertThat(browser.next(NOW)).map(Message::json).hasValueSatisfying(contains(false));
    }
  }

  private static Consumer<String> contains(boolean connected) {
    return json -> assertThat(json).contains("\"connected\":" + connected);
  }

  @Test
  void givenAStormOfEventsWhenOneMessageIsSentThenTheNextComesLater() {
    try (Feed quick = new Feed(board, Duration.ofMillis(50))) {
      assertThat(quick.pauseAfter(3)).hasMillis(50);
      assertThat(quick.pauseAfter(400)).hasMillis(400);
      assertThat(quick.pauseAfter(40_000)).hasMillis(1000);
    }
  }
}
