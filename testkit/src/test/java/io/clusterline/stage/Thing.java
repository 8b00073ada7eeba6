package io.clusterline.stage;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.List;
import java.util.Optional;

/** A step that creates a resource of that name and depends on others. */
record Thing(String name, String expected, List<Thing> dependencies)
    implements Step<World, String> {

  static final Kind<World, String> KIND =
      Kind.of(
          "thing",
          String.class,
          (world, value) -> world.remove(value.substring(0, value.indexOf('='))),
          (world, intent) ->
              Optional.ofNullable(world.resources().get(intent.address().key()))
                  .map(wanted -> intent.address().key() + "=" + wanted));

  static Thing of(String name, Thing... upon) {
    return new Thing(name, "v1", List.of(upon));
  }

  Thing withValue(String value) {
    return new Thing(name, value, dependencies);
  }

  @Override
  public Kind<World, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return name;
  }

  @Override
  public Found<String> find(World world) {
    String is = world.resources().get(name);
    if (is == null) {
      return Found.missing();
    }
    return is.equals(expected)
        ? Found.inSync(name + "=" + is)
        : Found.drifted(name + "=" + is, new Found.Change("value", is, expected));
  }

  @Override
  public String apply(World world, Found<String> found) {
    try {
      dependencies.forEach(world::output);
      return name + "=" + world.make(name, expected);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, name + " was stopped", e);
    }
  }
}
