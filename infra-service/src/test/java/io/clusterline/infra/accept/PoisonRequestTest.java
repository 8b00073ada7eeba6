package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.AcceptHarness.request;
import static io.clusterline.infra.accept.AcceptHarness.specification;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/** Requests that cost the service its memory, its stack or its life. */
@Timeout(180)
class PoisonRequestTest {

  private final Set<String> alive = ConcurrentHashMap.newKeySet();
  private AcceptHarness accept;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    accept = new AcceptHarness();
  }

  @AfterEach
  void close() throws Exception {
    accept.close();
  }

  @Test
  void givenARequestThatEndedItsProcessWhenAnotherReplicaGetsItThenItIsDeadLetteredUnread()
      throws Exception {
    byte[] body = body();
    processEndsWhileReading("one", body);

    replica("two").accept(new GenericMessage<>(body));

    RequestRefused refusal = accept.refusal();
    assertThat(refusal.code()).isEqualTo("POISON_MESSAGE");
    assertThat(refusal.request()).isEqualTo("ClusterRequested");
    assertThat(accept.deadLetter().getBody()).isEqualTo(body);
    assertThat(accept.state().read()).isEmpty();
  }

  @Test
  void givenADeadLetterOfAHarmlessRequestWhenItIsReplayedThenItIsAccepted() throws Exception {
    byte[] body = body();
    processEndsWhileReading("one", body);
    replica("two").accept(new GenericMessage<>(body));
    assertThat(accept.refusal().code()).isEqualTo("POISON_MESSAGE");

    replica("three").accept(new GenericMessage<>(body));

    assertThat(accept.next(StageName.INFRA).generation()).isEqualTo(1);
  }

  @Test
  void givenAReplicaThatReadsTheSameMessageWhenItStillRunsThenTheCopyIsRead() {
    byte[] body = body();
    markers("one")
        .reading(
            body,
            () -> {
              replica("two").accept(new GenericMessage<>(body));
              return true;
            });

    assertThat(accept.next(StageName.INFRA).generation()).isEqualTo(1);
  }

  @Test
  void givenAFailureAfterReadingWhenTheRequestIsPutAsideThenNoMarkerStays() throws Exception {
    accept.store.on(call -> true).times(1).fails(call -> new IllegalStateException("the end"));
    replica("one").accept(new GenericMessage<>(body()));

    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givenARequestThatNeedsTooMuchWhenReadThenItIsRefusedAtOnceAndTheNextIsServed(boolean memory)
      throws Exception {
    byte[] body = body();
    RequestHandler handler = replica("one");

    handler.accept(new Costly(body, memory));

    assertThat(accept.refusal().code()).isEqualTo("POISON_MESSAGE");
    assertThat(accept.deadLetter().getBody()).isEqualTo(body);
    assertThat(accept.isIdle(StageName.ACCEPT)).isTrue();
    handler.accept(new GenericMessage<>(body));
    assertThat(accept.next(StageName.INFRA).generation()).isEqualTo(1);
    assertThat(files()).isEmpty();
  }

  @Test
  void givenAFolderOfOthersWhenOpenedThenNothingIsRemembered() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    InFlightMarkers.in(open).reading(body(), () -> assertThat(open).isEmptyDirectory());
  }

  @Test
  void givenAFolderThatIsMadeWhenOpenedThenOnlyItsOwnerMayEnter() throws Exception {
    Path made = folder.resolve("made");

    InFlightMarkers.in(made).reading(body(), () -> assertThat(made).isNotEmptyDirectory());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    assertThat(made).isEmptyDirectory();
  }

  @Test
  void givenThisProcessWhenAskedThenItIsAlive() {
    assertThat(RunningProcess.isAlive(RunningProcess.current())).isTrue();
    assertThat(RunningProcess.isAlive(ProcessHandle.current().pid() + "-1")).isFalse();
    assertThat(RunningProcess.isAlive("?")).isFalse();
  }

  /** A message whose headers cost more than there is as soon as they are looked at. */
  private static final class Costly extends GenericMessage<byte[]> {
    private static final long serialVersionUID = 1L;
    private final boolean memory;
    private int looks;

    Costly(byte[] body, boolean memory) {
      super(body);
      this.memory = memory;
    }

    @Override
    public MessageHeaders getHeaders() {
      boolean reading =
          StackWalker.getInstance()
              .walk(frames ->
                  frames.anyMatch(frame -> frame.getClassName().endsWith("IncomingMessage")));
      if (reading) {
        throw memory ? new OutOfMemoryError("Java heap space") : new StackOverflowError();
      }
      return super.getHeaders();
    }
  }

  private RequestHandler replica(String process) {
    return accept.handler(markers(process));
  }

  private InFlightMarkers markers(String process) {
    alive.add(process);
    return new InFlightMarkers(folder, process, alive::contains);
  }

  private void processEndsWhileReading(String process, byte[] body) throws IOException {
    InFlightMarkers markers = markers(process);
    List<Path> marker = markers.reading(body, this::files);
    Files.createFile(marker.getFirst());
    alive.remove(process);
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] body() {
    return CloudEventCodec.encode(request("r1", ClusterRequested.of(specification())));
  }
}
