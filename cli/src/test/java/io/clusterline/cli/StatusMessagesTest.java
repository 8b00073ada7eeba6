package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusMessagesTest {

  private final List<String> printed = new ArrayList<>();
  private final StatusMessages messages = new StatusMessages(printed::add);

  @Test
  void givenLastWordsWhenAServiceEndsAfterThemThenNothingIsPrinted() {
    messages.accept("before");
    messages.silence();
    new NotesListener(messages).onEnded("infra-service", "was killed by signal 2");

    assertThat(printed).containsExactly("before");
  }
}
