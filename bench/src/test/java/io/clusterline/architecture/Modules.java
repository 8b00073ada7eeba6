package io.clusterline.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules of the project as they lie beside this one: sources, classes, poms. */
final class Modules {

  static final Path ROOT = Path.of("..");
  static final List<String> SERVICES =
      List.of("infra-service", "bootstrap-service", "network-service", "gitops-service");

  /** Its main code is support for tests. */
  static final String TEST_SUPPORT = "testkit";

  private Modules() {}

  /** The names of all modules, from the root pom. */
  static List<String> names() {
    return Pom.root().texts("modules/module");
  }

  /** The compiled code of the product. */
  static JavaClasses main() {
    return classes(
        names().stream()
            .filter(module -> !module.equals(TEST_SUPPORT))
            .map(module -> compiled(module, "classes")));
  }

  /** The compiled tests of all modules, with what supports them. */
  static JavaClasses tests() {
    return classes(
        Stream.concat(
            Stream.of(compiled(TEST_SUPPORT, "classes")),
            names().stream().map(module -> compiled(module, "test-classes"))));
  }

  private static Path compiled(String module, String folder) {
    return ROOT.resolve(module).resolve("target").resolve(folder);
  }

  private static JavaClasses classes(Stream<Path> folders) {
    return new ClassFileImporter()
        .withImportOption(Modules::isWritten)
        .importPaths(folders.filter(Files::isDirectory).toList());
  }

  /** Not what Spring generated where `setup` has built before. */
  private static boolean isWritten(Location location) {
    return location.contains("/io/clusterline/")
        && !location.contains("__")
        && !location.contains("$$");
  }

  /** The Java files of the product. */
  static List<Path> sources() {
    return names().stream()
        .filter(module -> !module.equals(TEST_SUPPORT))
        .map(module -> ROOT.resolve(module).resolve("src/main/java"))
        .filter(Files::isDirectory)
        .flatMap(Modules::walk)
        .filter(file -> file.toString().endsWith(".java"))
        .toList();
  }

  /** Every folder of main code that holds Java files. */
  static List<Path> packages() {
    return names().stream()
        .map(module -> ROOT.resolve(module).resolve("src/main/java"))
        .filter(Files::isDirectory)
        .flatMap(Modules::walk)
        .filter(file -> file.toString().endsWith(".java"))
        .map(Path::getParent)
        .distinct()
        .toList();
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
