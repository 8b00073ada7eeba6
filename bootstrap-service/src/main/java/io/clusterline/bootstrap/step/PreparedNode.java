package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.bootstrap.node.RunResult;
import io.clusterline.event.Machine;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.time.Duration;

/** The machine has its kernel settings, its container runtime and the Kubernetes packages. */
public record PreparedNode(CloudInitDone cloudInit, Preparation preparation)
    implements Step<Ssh, String> {

  public static final Kind<Ssh, String> KIND = Kind.withoutResource("prepared-node", String.class);

  private static final String SAYS = "[prepare] ";

  /** Of verify-images.sh: with a baked image add-ons may have to wait for pulls. */
  private static final String ADDONS_LEFT = "images of add-ons that the machine image lacks";

  private static final Duration LIMIT = Duration.ofMinutes(15);

  Machine machine() {
    return cloudInit.machine();
  }

  @Override
  public Kind<Ssh, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return machine().name();
  }

  @Override
  public Duration deadline() {
    return LIMIT.plusMinutes(2);
  }

  @Override
  public Found<String> find(Ssh context) {
    String wanted = preparation.digest(machine());
    NodeScript look = NodeScript.of("prepared.sh").with("FILE", NodePaths.PREPARED);
    String noted = context.node(machine()).query("see whether it is prepared", look).strip();
    return noted.equals(wanted) ? Found.inSync(wanted) : Found.missing();
  }

  @Override
  public String apply(Ssh context, Found<String> found) {
    RunResult result =
        context
            .node(machine())
            .detached("prepare-node")
            .runToEnd(preparation.script(machine()), LIMIT, context::report);
    if (!result.succeeded()) {
      throw PreparationFailure.of(machine(), result);
    }
    result
        .line(SAYS + ADDONS_LEFT)
        .map(line -> line.substring(SAYS.length()))
        .ifPresent(context::remark);
    return preparation.digest(machine());
  }
}
