package io.clusterline.gitops.catalogue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Quantities of Kubernetes: processors in thousandths, memory in MiB. */
public final class Quantities {

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final BigDecimal MEBI = BigDecimal.valueOf(1 << 20);
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "Ki", BigDecimal.valueOf(1L << 10),
          "Mi", BigDecimal.valueOf(1L << 20),
          "Gi", BigDecimal.valueOf(1L << 30),
          "k", THOUSAND,
          "M", BigDecimal.valueOf(1_000_000),
          "G", BigDecimal.valueOf(1_000_000_000));

  private Quantities() {}

  /**
   * @param which {@code requests} or {@code limits}
   */
  public static Map<String, Integer> of(JsonNode container, String which) {
    JsonNode given = container.path("resources").path(which);
    Map<String, Integer> amounts = new TreeMap<>();
    if (given.has("cpu")) {
      amounts.put("cpu", milli(given.path("cpu").asString()));
    }
    if (given.has("memory")) {
      amounts.put("memory", mebibytes(given.path("memory").asString()));
    }
    return amounts;
  }

  private static int milli(String cpu) {
    return cpu.endsWith("m")
        ? Integer.parseInt(cpu.substring(0, cpu.length() - 1))
        : new BigDecimal(cpu).multiply(THOUSAND).intValueExact();
  }

  private static int mebibytes(String memory) {
    return number(memory).divide(MEBI, 0, RoundingMode.UP).intValueExact();
  }

  /**
   * @throws IllegalArgumentException when it is no amount of memory
   */
  static long bytes(String memory) {
    return number(memory).longValue();
  }

  private static BigDecimal number(String memory) {
    return UNITS.entrySet().stream()
        .filter(unit -> memory.endsWith(unit.getKey()))
        .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
        .map(unit ->
            new BigDecimal(memory.substring(0, memory.length() - unit.getKey().length()))
                .multiply(unit.getValue()))
        .orElseGet(() -> new BigDecimal(memory));
  }
}
