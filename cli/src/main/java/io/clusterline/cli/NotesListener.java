package io.clusterline.cli;

import io.clusterline.cli.line.LineListener;
import java.util.List;
import java.util.function.Consumer;

/** Reports what happens to the processes of the pipeline. */
record NotesListener(Consumer<String> printer) implements LineListener {

  @Override
  public void started(String service, long pid) {}

  @Override
  public void onEnded(String service, String ending) {
    printer.accept("! " + service + " " + ending + "; starting it again");
  }

  @Override
  public void onGivenUp(String service, String ending, List<String> logTail) {
    printer.accept("✗ " + service + " " + ending + " again and again; giving up on it:");
    logTail.forEach(line -> printer.accept("    | " + line));
  }
}
