package io.clusterline.cli;

import io.clusterline.cli.line.LineListener;
import java.util.List;
import java.util.function.Consumer;

/** Reports what happens to the processes of the pipeline. */
record NotesListener(Consumer<String> note) implements LineListener {

  @Override
  public void started(String service, long pid) {}

  @Override
  public void ended(String service, String ending) {
    note.accept("! " + service + " " + ending + "; starting it again");
  }

  @Override
  public void gaveUp(String service, String ending, List<String> logTail) {
    note.accept("✗ " + service + " " + ending + " again and again; giving up on it:");
    logTail.forEach(line -> note.accept("    | " + line));
  }
}
