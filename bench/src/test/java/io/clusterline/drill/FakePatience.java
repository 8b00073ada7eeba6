package io.clusterline.drill;

import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;

/**
 * As the real network stage does: waits for the stage that runs beside bootstrap, and gives up when
 * that has failed.
 */
record FakePatience(String key) implements Step<FakeContext, String> {

  static final Kind<FakeContext, String> KIND = Kind.withoutResource("patience", String.class);

  @Override
  public Kind<FakeContext, String> kind() {
    return KIND;
  }

  @Override
  public Found<String> find(FakeContext context) {
    return Wait.until("the stage cni is complete")
        .reporting(context::report)
        .poll(() -> await(context));
  }

  private static Seen<Found<String>> await(FakeContext context) {
    context
        .support()
        .failure(StageName.CNI)
        .ifPresent(cni -> {
          throw new ClusterlineException(ErrorCode.PREVIOUS_STAGE_FAILED, "cni: " + cni.code());
        });
    return context.support().completed(StageName.CNI)
        ? Seen.yes(Found.inSync("complete"))
        : Seen.notYet("it is not");
  }

  @Override
  public String apply(FakeContext context, Found<String> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
