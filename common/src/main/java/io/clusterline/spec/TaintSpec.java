package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pods without a matching toleration off a node.
 *
 * @param key a label key
 * @param value a label value, if any
 * @param effect what happens to pods that do not tolerate it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaintSpec(
    @Constraint(form = TextFormat.LABEL_KEY) String key,
    @Constraint(form = TextFormat.LABEL_VALUE) @Nullable String value,
    TaintEffect effect) {

  /** kubeadm's taint of a control plane, which keeps other pods off it. */
  public static final TaintSpec CONTROL_PLANE =
      new TaintSpec("node-role.kubernetes.io/control-plane", null, TaintEffect.NoSchedule);

  /** As kubectl prints it: {@code key=value:effect}. */
  @Override
  public String toString() {
    return key + (value == null ? "" : "=" + value) + ":" + effect;
  }
}
