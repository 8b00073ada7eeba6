package io.clusterline.cli;

import java.util.function.Consumer;

/** Prints notes beside the build: on the screen while there is one, else as plain lines. */
final class StatusMessages implements Consumer<String> {

  private final Consumer<String> plain;
  private volatile Screen screen = Screen.NONE;
  private boolean silent;

  StatusMessages(Consumer<String> plain) {
    this.plain = plain;
  }

  void showOn(Screen now) {
    screen = now;
  }

  /** From now on nothing is printed: what the caller prints next are the last words. */
  synchronized void silence() {
    silent = true;
  }

  @Override
  public synchronized void accept(String line) {
    if (silent) {
      return;
    }
    Screen now = screen;
    if (now == Screen.NONE) {
      plain.accept(line);
    } else {
      now.showNote(line);
    }
  }
}
