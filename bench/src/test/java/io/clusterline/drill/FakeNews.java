package io.clusterline.drill;

import io.clusterline.event.InfraReady;
import io.clusterline.event.MasterInitialized;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;

/** Fakes the intermediate event of the bootstrap stage: the API server answers. */
record FakeNews(String key, List<FakeThing> after) implements Step<FakeContext, String> {

  static final Kind<FakeContext, String> KIND = Kind.withoutResource("news", String.class);

  @Override
  public Kind<FakeContext, String> kind() {
    return KIND;
  }

  @Override
  public Found<String> find(FakeContext context) {
    return Found.missing();
  }

  @Override
  public String apply(FakeContext context, Found<String> found) {
    InfraReady ready = (InfraReady) context.trigger();
    context
        .support()
        .publish(
            new MasterInitialized(
                ready.cluster(), ready.infrastructure(), FakeLayers.CONTROL_PLANE));
    return value(context);
  }

  /** Each generation publishes it again. */
  private static String value(FakeContext context) {
    return "generation " + context.cluster().generation();
  }
}
