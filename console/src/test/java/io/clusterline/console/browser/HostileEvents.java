package io.clusterline.console.browser;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.messaging.EventPublisher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.springframework.amqp.core.Message;

/** What a broken or malicious publisher could write into the journal. */
final class HostileEvents {

  static final String MARKUP =
      "<img src=http://192.0.2.1/x onerror=document.title='owned'><script>document.title='owned'"
          + "</script> \u001b[31mred\u001b[2J \u202egnp.exe \u0000 </script> &amp; {{7*7}}";

  /** The broker takes 1 MiB, envelope included. */
  private static final int LARGEST = (1 << 20) - 4_096;

  private HostileEvents() {}

  static List<Message> of(Fleet fleet) {
    List<Message> messages = new ArrayList<>();
    Event<?> marked = fleet.says(MARKUP);
    String text = CloudEventCodec.text(marked);
    messages.add(raw("not JSON at all <b>"));
    messages.add(raw("{}"));
    messages.add(raw("[1,2,3]"));
    messages.add(raw(text.replaceFirst("StepProgressed", "SomethingUnheardOf")));
    messages.add(raw(text.replaceFirst("\"percent\":\\d+", "\"percent\":\"many\"")));
    for (String time : List.of("2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
      messages.add(raw(at(time, fleet.labels(false))));
      messages.add(raw(at("2026-11-22T10:00:00Z", fleet.labels(true))));
      messages.add(raw(at(time, fleet.says("the clock says " + time))));
    }
    messages.add(raw(text.replace("\"stage\":\"bootstrap\"", "\"stage\":\"<b>no-stage</b>\"")));
    messages.add(raw(CloudEventCodec.text(fleet.fails(MARKUP, "letter; $(touch owned)"))));
    messages.add(raw(named(fleet.accepts())));
    messages.add(raw(CloudEventCodec.text(fleet.says("x".repeat(LARGEST)))));
    messages.add(raw(CloudEventCodec.text(fleet.says(MARKUP))));
    return messages;
  }

  /** A machine and its type are called so. */
  private static String named(Event<?> event) {
    String words = Json.MAPPER.writeValueAsString(MARKUP);
    return CloudEventCodec.text(event)
        .replace("\"k8s-master\"", words)
        .replaceFirst("(?<=\"instanceTypes\":\\[)\"[^\"]*\"", Matcher.quoteReplacement(words));
  }

  private static String at(String time, Event<?> event) {
    return CloudEventCodec.text(event)
        .replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"" + time + "\"");
  }

  private static Message raw(String body) {
    return EventPublisher.message(body.getBytes(StandardCharsets.UTF_8));
  }
}
