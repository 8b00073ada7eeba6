package io.clusterline.cli.line;

import io.clusterline.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of the runs on this machine: logs, the broker's data, the state of the pipeline. */
public final class Runs {

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int KEPT = 5;

  private final Path folder;
  private final Clock clock;

  public Runs(Path cache, Clock clock) {
    this.folder = cache.resolve("run");
    this.clock = clock;
  }

  /** A fresh folder; those of older runs that have ended are removed but for the last few. */
  public Path create() {
    PrivateFiles.folder(folder);
    endedFolders().skip(KEPT).forEach(Runs::remove);
    String name = NAME.format(clock.instant()) + "-" + ProcessHandle.current().pid();
    return PrivateFiles.folder(folder.resolve(name));
  }

  /** The running pipelines, the newest first. */
  public List<LineState> runningInstances() {
    return folders()
        .flatMap(run -> LineState.read(run).stream())
        .filter(state -> state.process().isPresent())
        .toList();
  }

  private Stream<Path> endedFolders() {
    return folders()
        .filter(run -> LineState.read(run).flatMap(LineState::process).isEmpty())
        .filter(run -> !isYoung(run));
  }

  /** A run that is still starting has not written its state yet. */
  private boolean isYoung(Path run) {
    try {
      return Files.getLastModifiedTime(run).toInstant().isAfter(clock.instant().minusSeconds(600));
    } catch (NoSuchFileException e) {
      return true; // another command removes it right now
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Path> folders() {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder with all that is in it; several commands may remove the same one at once. */
  static void remove(Path folder) {
    try {
      removeAll(folder);
    } catch (NoSuchFileException e) {
      LOG.debug("{} is removed by another command: {}", folder, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeAll(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
