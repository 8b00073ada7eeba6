package io.clusterline.testkit;

import io.clusterline.resilience.Resilience;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.util.ClassUtils;

/** The configuration of a Spring Boot starter, without the rest of Spring Boot. */
public final class Starter {

  private static final ClassLoader LOADER = Resilience.class.getClassLoader();

  private Starter() {}

  /**
   * Of Resilience4j's.
   *
   * @param marker Spring Boot's {@code AutoConfiguration}, which is not on every module's path
   */
  public static Class<?>[] resilience4j(Class<?> marker) {
    return ImportCandidates.load(marker, LOADER).getCandidates().stream()
        .filter(name -> name.startsWith("io.github.resilience4j"))
        .filter(name -> !name.contains("RefreshScoped")) // of Spring Cloud Context, unused
        .map(name -> ClassUtils.resolveClassName(name, LOADER))
        .toArray(Class<?>[]::new);
  }
}
