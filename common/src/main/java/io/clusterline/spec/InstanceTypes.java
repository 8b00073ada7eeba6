package io.clusterline.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instance types that a specification may name: those of x86-64 whose sizes we know. */
public final class InstanceTypes {

  private static final String RESOURCE = "/instance-types.csv";
  private static final Map<String, InstanceType> TYPES = load();

  private InstanceTypes() {}

  /** The type of that name, if it is known. */
  public static Optional<InstanceType> find(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }

  /** Every known name. */
  static List<String> names() {
    return List.copyOf(TYPES.keySet());
  }

  private static Map<String, InstanceType> load() {
    try (InputStream resource = InstanceTypes.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      Map<String, InstanceType> types = new LinkedHashMap<>();
      new String(resource.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(InstanceTypes::parse)
          .forEach(type -> types.put(type.name(), type));
      return types;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InstanceType parse(String line) {
    String[] columns = line.split(",", -1);
    return new InstanceType(
        columns[0], Integer.parseInt(columns[1]), Double.parseDouble(columns[2]));
  }
}
