package io.clusterline.networkpolicy;

import java.util.List;
import java.util.Map;

/**
 * Selects by labels; an empty one selects everything.
 *
 * @param matchLabels every one has to be there with its value
 * @param matchExpressions every one has to hold
 */
public record LabelSelector(Map<String, String> matchLabels, List<Expression> matchExpressions) {

  /** Selects everything. */
  public static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());

  /** Selects what has all these labels. */
  public static LabelSelector of(Map<String, String> labels) {
    return new LabelSelector(labels, List.of());
  }

  /** What an expression compares, as the API names it. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /**
   * @param values not empty for IN and NOT_IN, else empty
   */
  public record Expression(String key, Operator operator, List<String> values) {
    public Expression {
      values = List.copyOf(values);
    }
  }

  public LabelSelector {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  /** Whether something with these labels is selected. NotIn also holds where the key is absent. */
  public boolean matches(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && matchExpressions.stream().allMatch(each -> holds(each, labels));
  }

  private static boolean holds(Expression expression, Map<String, String> labels) {
    String value = labels.get(expression.key());
    return switch (expression.operator()) {
      case IN -> value != null && expression.values().contains(value);
      case NOT_IN -> value == null || !expression.values().contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
    };
  }
}
