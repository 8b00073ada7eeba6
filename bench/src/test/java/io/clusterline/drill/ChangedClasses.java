package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The project with a few sources changed or added: only those are compiled; all other classes are
 * used as they are.
 */
final class ChangedClasses {

  private static final Path COMMON = Path.of("../common/src/main/java");
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private final Path sources;
  private final Path classes;

  ChangedClasses(Path folder) throws IOException {
    sources = Files.createDirectory(folder.resolve("sources"));
    classes = Files.createDirectory(folder.resolve("classes"));
  }

  /**
   * Inserts text into the source of a class of module common.
   *
   * @param before what is behind the text; it is in the source once
   */
  ChangedClasses insert(Class<?> into, String before, String text) throws IOException {
    Path file = COMMON.resolve(into.getName().replace('.', '/') + ".java");
    String source = Files.readString(file);
    assertThat(source).containsOnlyOnce(before);
    write(COMMON.relativize(file), source.replace(before, text + before));
    return this;
  }

  /** Adds the sources below that folder. */
  ChangedClasses add(Path folder) throws IOException {
    for (Path file : files(folder)) {
      write(folder.relativize(file), Files.readString(file));
    }
    return this;
  }

  private void write(Path name, String source) throws IOException {
    Path file = sources.resolve(name.toString());
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
  }

  /**
   * Compiles them and hands that path to a {@link Consumer} of one, which has a bare constructor.
   */
  @SuppressWarnings("unchecked")
  void run(String consumer, Path with) throws Exception {
    compile();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var changed = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(changed);
      Object made = changed.loadClass(consumer).getConstructor().newInstance();
      ((Consumer<Path>) made).accept(with);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void compile() throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of("-proc:none", "-nowarn", "-cp", CLASS_PATH, "-d", classes.toString()));
    files(sources).forEach(file -> options.add(file.toString()));
    int code =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
    assertThat(code).as("javac's exit code").isZero();
  }

  private URL[] urls() throws MalformedURLException {
    List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
    for (String entry : CLASS_PATH.split(File.pathSeparator)) {
      URI uri = Path.of(entry).toUri();
      urls.add(uri.toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
