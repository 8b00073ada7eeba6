package io.clusterline.drill;

import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;

/** Makes one thing, after others; finds it again by its key, and removes what is there twice. */
record FakeThing(String key, List<FakeThing> after) implements Step<FakeContext, String> {

  static final Kind<FakeContext, String> KIND =
      Kind.of(
          "thing",
          String.class,
          FakeThing::removeAllLike,
          (context, intent) -> context.world().find(intent.address().key()).stream().findFirst());

  @Override
  public Kind<FakeContext, String> kind() {
    return KIND;
  }

  @Override
  public Found<String> find(FakeContext context) {
    context.beforeAccess(key);
    List<String> there = context.world().find(key);
    if (there.isEmpty()) {
      return Found.missing();
    }
    String ours = recordedOrFirst(context, there);
    return there.size() == 1
        ? Found.inSync(ours)
        : Found.drifted(ours, new Change("count", "" + there.size(), "1"));
  }

  @Override
  public String apply(FakeContext context, Found<String> found) {
    if (found instanceof Found.Drifted<String>(String ours, List<Change> changes, boolean r)) {
      context.world().find(key).stream()
          .filter(id -> !id.equals(ours))
          .forEach(context.world()::remove);
      return ours;
    }
    return context.world().make(key);
  }

  /** By its key, as a removal by tag: duplicates of a frozen worker are removed too. */
  private static void removeAllLike(FakeContext context, String id) {
    String key = id.substring(0, id.indexOf('~'));
    context.beforeAccess(key);
    context.world().find(key).forEach(context.world()::remove);
  }

  private static String recordedOrFirst(FakeContext context, List<String> there) {
    return context.recorded(KIND).filter(there::contains).orElse(there.getFirst());
  }
}
