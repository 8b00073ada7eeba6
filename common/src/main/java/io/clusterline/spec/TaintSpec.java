package io.clusterline.spec;

import org.jspecify.annotations.Nullable;

/**
 * What keeps pods without a matching toleration off a node.
 *
 * @param key a label key
 * @param value a label value, if any
 * @param effect what happens to pods that do not tolerate it
 */
public record TaintSpec(String key, @Nullable String value, TaintEffect effect) {

  /** As kubectl prints it: {@code key=value:effect}. */
  @Override
  public String toString() {
    return key + (value == null ? "" : "=" + value) + ":" + effect;
  }
}
