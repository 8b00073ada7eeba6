package io.clusterline.drill;

import io.clusterline.event.InfraReady;
import io.clusterline.event.MasterInitialized;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;

/** What the bootstrap stage says on its way: the API server answers. */
record PretendedNews(String key, List<PretendedThing> after)
    implements Step<PretendedContext, String> {

  static final Kind<PretendedContext, String> KIND = Kind.leavingNothing("news", String.class);

  @Override
  public Kind<PretendedContext, String> kind() {
    return KIND;
  }

  @Override
  public Found<String> find(PretendedContext context) {
    return context
        .recorded(KIND)
        .filter(said -> said.equals(now(context)))
        .map(Found::same)
        .orElse(Found.missing());
  }

  @Override
  public String apply(PretendedContext context, Found<String> found) {
    InfraReady ready = (InfraReady) context.trigger();
    context
        .support()
        .publish(
            new MasterInitialized(
                ready.cluster(), ready.infrastructure(), PretendedLayers.CONTROL_PLANE));
    return now(context);
  }

  /** Each generation is told anew. */
  private static String now(PretendedContext context) {
    return "generation " + context.cluster().generation();
  }
}
