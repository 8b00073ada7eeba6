package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.LabelSelector.Expression;
import io.clusterline.networkpolicy.LabelSelector.Operator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the API's {@code LabelSelector}. */
final class SelectorReader {

  private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  private static final Pattern KEY = Pattern.compile("(?:[a-z0-9][-a-z0-9.]{0,252}/)?" + NAME);
  private static final Pattern VALUE = Pattern.compile("(?:" + NAME + ")?");
  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "In", Operator.IN,
          "NotIn", Operator.NOT_IN,
          "Exists", Operator.EXISTS,
          "DoesNotExist", Operator.DOES_NOT_EXIST);

  private SelectorReader() {}

  static LabelSelector read(Fields selector) {
    selector.only("matchLabels", "matchExpressions");
    Map<String, String> labels = selector.textByKey("matchLabels");
    labels.forEach((key, value) -> {
      if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
        throw selector.fault("matchLabels", "is no label: " + key + "=" + value);
      }
    });
    List<Expression> expressions =
        selector.objects("matchExpressions").stream().map(SelectorReader::expression).toList();
    return new LabelSelector(labels, expressions);
  }

  private static Expression expression(Fields fields) {
    fields.only("key", "operator", "values");
    String key = fields.text("key");
    if (!KEY.matcher(key).matches()) {
      throw fields.fault("key", "is no label's key: " + key);
    }
    Operator operator = OPERATORS.get(fields.text("operator"));
    if (operator == null) {
      throw fields.fault("operator", "is none of In, NotIn, Exists, DoesNotExist");
    }
    List<String> values = fields.texts("values");
    boolean takesValues = operator == Operator.IN || operator == Operator.NOT_IN;
    if (takesValues == values.isEmpty()) {
      throw fields.fault(
          "values", (takesValues ? "needs a value with " : "has none with ") + operator);
    }
    return new Expression(key, operator, values);
  }
}
