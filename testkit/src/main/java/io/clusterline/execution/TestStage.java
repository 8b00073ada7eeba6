package io.clusterline.execution;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.StageName;
import io.clusterline.secret.SecretRef;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A stage of one step, whose work the test provides. */
public record TestStage(
    Callable<?> opening, Consumer<Context> work, AtomicInteger made, AtomicInteger removed)
    implements StageDefinition<ClusterAccepted, TestStage.Context> {

  public static TestStage running(Consumer<Context> work) {
    return new TestStage(() -> null, work, new AtomicInteger(), new AtomicInteger());
  }

  /** Runs that before its one step is known. */
  static TestStage withOpening(Callable<?> opening) {
    return new TestStage(opening, context -> {}, new AtomicInteger(), new AtomicInteger());
  }

  public static final class Context extends StageContext {
    Context(StageScope scope) {
      super(scope);
    }

    StageSupport support() {
      return scope().support();
    }
  }

  record OneStep(String key, TestStage stage) implements Step<Context, String> {
    @Override
    public Kind<Context, String> kind() {
      return stage.kind();
    }

    @Override
    public Found<String> find(Context context) {
      return context.recorded(kind()).map(Found::inSync).orElse(Found.missing());
    }

    @Override
    public String apply(Context context, Found<String> found) {
      stage.work().accept(context);
      stage.made().incrementAndGet();
      return "vpc-1";
    }
  }

  private Kind<Context, String> kind() {
    return Kind.of(
        "work",
        String.class,
        (context, value) -> removed.incrementAndGet(),
        (context, intent) -> Optional.empty());
  }

  @Override
  public StageName name() {
    return StageName.INFRA;
  }

  @Override
  public Class<ClusterAccepted> trigger() {
    return ClusterAccepted.class;
  }

  @Override
  public Context context(StageScope scope, ClusterAccepted trigger) {
    return new Context(scope);
  }

  @Override
  public Result compose(StepGraph<Context> graph, ClusterAccepted trigger) {
    try {
      opening.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    OneStep work = graph.add(new OneStep("one", this));
    return outputs ->
        new InfraReady(
            trigger.cluster(),
            new Infrastructure(
                "123456789012",
                "ap-northeast-2",
                outputs.of(work),
                Map.of(),
                Map.of(),
                "role",
                "profile",
                "bucket",
                "ubuntu",
                new SecretRef("key"),
                List.of()));
  }

  @Override
  public List<Kind<Context, ?>> kinds() {
    return List.of(kind());
  }
}
