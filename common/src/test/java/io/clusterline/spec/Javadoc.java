package io.clusterline.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads descriptions out of the sources, where they are written for Java's readers anyway. */
public final class Javadoc {

  private static final Pattern LINK = Pattern.compile("\\{@\\w+\\s+#?([^}]*)}");

  private final Path sources;

  /**
   * @param sources the root of the source files
   */
  public Javadoc(Path sources) {
    this.sources = sources;
  }

  /** The type's description. */
  public String of(Class<?> type) {
    String comment = comment(type);
    int tags = comment.indexOf(" @param ");
    return clean(tags < 0 ? comment : comment.substring(0, tags));
  }

  /** The description of the record's component. */
  public String of(Class<?> type, String component) {
    Matcher matcher =
        Pattern.compile(" @param " + component + " (.*?)(?= @|$)").matcher(comment(type));
    if (!matcher.find()) {
      throw new IllegalStateException(type + " has no Javadoc for " + component);
    }
    return clean(matcher.group(1));
  }

  /** The comment before the type, on one line. */
  private String comment(Class<?> type) {
    Matcher matcher =
        Pattern.compile("(?:record|enum|interface) " + type.getSimpleName() + "\\b")
            .matcher(source(type));
    if (!matcher.find()) {
      throw new IllegalStateException("no declaration of " + type);
    }
    String before = source(type).substring(0, matcher.start());
    String comment = before.substring(before.lastIndexOf("/**") + 3, before.lastIndexOf("*/"));
    return comment.replaceAll("(?m)^\\s*\\* ?", "").replaceAll("\\s+", " ").replaceFirst("^", " ");
  }

  private String source(Class<?> type) {
    Class<?> top = type.getNestHost();
    try {
      return Files.readString(sources.resolve(top.getName().replace('.', '/') + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String clean(String text) {
    String plain = LINK.matcher(text.replaceAll("</?[bp]>", "")).replaceAll("$1");
    return plain.replaceAll("\\s+", " ").strip();
  }
}
