package io.clusterline.cli;

import io.clusterline.cli.view.TerminalText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** The only writer of a command's output: the terminal gets no control character from data. */
final class SafeWriter extends FilterWriter {

  private SafeWriter(Writer out) {
    super(out);
  }

  /** A print writer that flushes at the end of each line. */
  static PrintWriter wrap(Writer out) {
    return new Lines(new SafeWriter(out));
  }

  /** Indents the further lines of a text, so that none of them passes for one of ours. */
  private static final class Lines extends PrintWriter {
    Lines(Writer out) {
      super(out, true);
    }

    @Override
    public void println(String text) {
      super.println(String.valueOf(text).replace("\n", "\n  "));
    }

    @Override
    public void println(Object value) {
      println(String.valueOf(value));
    }
  }

  @Override
  public void write(int character) throws IOException {
    out.write(TerminalText.lines(Character.toString((char) character)));
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    out.write(TerminalText.lines(new String(characters, offset, length)));
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    out.write(TerminalText.lines(text.substring(offset, offset + length)));
  }
}
