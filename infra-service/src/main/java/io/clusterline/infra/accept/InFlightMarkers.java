package io.clusterline.infra.accept;

import io.clusterline.event.Ids;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk which messages this process is reading. A marker whose process has ended names a
 * message that may have ended it: that message is not read again. A marker is a file named {@code
 * digest.process.number}; only the reading is marked, so that a process which is stopped while it
 * decides or publishes leaves none. Replicas may share the folder.
 */
public final class InFlightMarkers {

  private static final Logger LOG = LoggerFactory.getLogger(InFlightMarkers.class);

  private final @Nullable Path folder;
  private final String process;
  private final Predicate<String> isAlive;
  private final AtomicLong number = new AtomicLong();

  InFlightMarkers(@Nullable Path folder, String process, Predicate<String> isAlive) {
    this.folder = folder;
    this.process = process;
    this.isAlive = isAlive;
  }

  /** Writes no markers. */
  public static InFlightMarkers none() {
    return new InFlightMarkers(null, "", process -> true);
  }

  /**
   * Markers in that folder. When the folder cannot be made private, others could write markers that
   * keep messages from being read: then no marker is written, and a warning is logged.
   */
  public static InFlightMarkers in(Path folder) {
    try {
      checkPrivate(PrivateFiles.folder(folder));
      return new InFlightMarkers(folder, RunningProcess.current(), RunningProcess::isAlive);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("messages in flight are not marked in {}: {}", folder, e.getMessage());
      return none();
    }
  }

  private static void checkPrivate(Path folder) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Path own = Files.createTempFile(folder, "owner", "");
    boolean ours = Files.getOwner(own).equals(found.owner());
    Files.delete(own);
    boolean closed = found.permissions().equals(PosixFilePermissions.fromString("rwx------"));
    if (!found.isDirectory() || !ours || !closed) {
      throw new IOException("it is not a folder that only this user may enter");
    }
  }

  /**
   * Reads a message, marked as long as it takes.
   *
   * @throws ClusterlineException {@link ErrorCode#POISON_MESSAGE} when it ended a process before,
   *     or needs more memory or stack than there is
   */
  <T> T reading(byte[] body, Supplier<T> read) {
    String digest = digest(body);
    if (markers(digest).stream().anyMatch(marker -> !isAlive.test(process(marker)))) {
      throw new ClusterlineException(
          ErrorCode.POISON_MESSAGE, "the process that read this message ended while reading it");
    }
    Path marker = createMarker(digest);
    try {
      return read.get();
    } catch (VirtualMachineError e) {
      throw new ClusterlineException(
          ErrorCode.POISON_MESSAGE, "reading this message ended with " + e, e);
    } finally {
      delete(marker);
    }
  }

  /**
   * Deletes the marker of a process that ended while reading that message: the message is
   * quarantined.
   */
  void remove(byte[] body) {
    markers(digest(body)).stream()
        .filter(marker -> !isAlive.test(process(marker)))
        .forEach(InFlightMarkers::delete);
  }

  private static String digest(byte[] body) {
    return Ids.derived(new String(body, StandardCharsets.ISO_8859_1));
  }

  private static String process(Path marker) {
    String[] parts = marker.getFileName().toString().split("\\.");
    return parts.length == 3 ? parts[1] : "";
  }

  private List<Path> markers(String digest) {
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith(digest + ".")).toList();
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("cannot look for markers of messages in flight: {}", e.toString());
      return List.of();
    }
  }

  private @Nullable Path createMarker(String digest) {
    if (folder == null) {
      return null;
    }
    try {
      return Files.createFile(
          folder.resolve(digest + "." + process + "." + number.incrementAndGet()));
    } catch (IOException e) {
      LOG.warn("cannot mark a message as in flight: {}", e.toString());
      return null;
    }
  }

  private static void delete(@Nullable Path marker) {
    try {
      if (marker != null) {
        Files.deleteIfExists(marker);
      }
    } catch (IOException e) {
      LOG.warn("cannot delete the marker of a message in flight: {}", e.toString());
    }
  }
}
