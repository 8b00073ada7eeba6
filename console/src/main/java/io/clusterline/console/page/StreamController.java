package io.clusterline.console.page;

import io.clusterline.console.ConsoleProperties;
import io.clusterline.console.feed.Feed;
import io.clusterline.console.feed.Feed.Message;
import io.clusterline.console.feed.Subscriber;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The stream of changes as server-sent events. Each browser has a virtual thread, which waits most
 * of the time; a comment now and then finds browsers that are gone.
 */
@RestController
class StreamController {

  private final Feed feed;
  private final Duration heartbeat;

  StreamController(Feed feed, ConsoleProperties properties) {
    this.feed = feed;
    this.heartbeat = properties.heartbeat();
  }

  /**
   * @param lastEventId the journal and the offset of the last message that the browser has;
   *     anything else starts anew
   */
  @GetMapping("/api/stream")
  void stream(
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    try (Subscriber subscriber = feed.subscribe(Optional.ofNullable(lastEventId))) {
      write(subscriber, response);
    } catch (IOException gone) {
      // The browser has left.
    }
  }

  private void write(Subscriber subscriber, HttpServletResponse response)
      throws IOException, InterruptedException {
    Writer out = response.getWriter();
    out.write("retry: 1000\n\n");
    while (!subscriber.isEnded()) {
      Optional<Message> message = subscriber.next(heartbeat);
      if (message.isPresent()) {
        write(message.get(), out);
      } else {
        out.write(": nothing new\n\n");
      }
      response.flushBuffer();
    }
  }

  /** JSON holds no line break outside of its escapes. Its text is shared by all browsers. */
  private static void write(Message message, Writer out) throws IOException {
    out.write("id: " + message.id() + "\nevent: " + message.event() + "\ndata: ");
    out.write(message.json());
    out.write("\n\n");
  }
}
