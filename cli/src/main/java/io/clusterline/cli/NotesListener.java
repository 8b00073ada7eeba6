package io.clusterline.cli;

import io.clusterline.cli.line.LineListener;
import java.util.List;
import java.util.function.Consumer;

/** Says plainly what happens to the line's processes. */
record NotesListener(Consumer<String> note) implements LineListener {

  @Override
  public void started(String service, long pid) {}

  @Override
  public void ended(String service, String ending) {
    note.accept("! " + service + " " + ending + "; it is started again");
  }

  @Override
  public void gaveUp(String service, String ending, List<String> logTail) {
    note.accept("✗ " + service + " " + ending + " again and again; it is not started any more:");
    logTail.forEach(line -> note.accept("    | " + line));
  }
}
