package io.clusterline.event;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Cuts reports to the size of a message: log tails first, then lists of failures, then long texts.
 * The message of the report notes what was cut. An event with a specification or a result is never
 * cut: a consumer would act on half of it.
 */
public final class FittingEvents {

  private static final int LINE = 500;

  /** Each step keeps less than the one before. */
  private static final List<Cut> CUTS =
      List.of(
          new Cut("logTail", 100, LINE),
          new Cut("logTail", 20, LINE),
          new Cut("logTail", 0, LINE),
          new Cut("lastErrors", 10, 4_000),
          new Cut("failures", 50, Integer.MAX_VALUE),
          new Cut("findings", 100, Integer.MAX_VALUE),
          new Cut("failures", 5, Integer.MAX_VALUE),
          new Cut("findings", 10, Integer.MAX_VALUE),
          new Cut("", 0, 10_000),
          new Cut("", 0, 1_000),
          new Cut("", 0, 200));

  /**
   * @param array the field whose arrays are shortened; empty: texts are
   * @param most how many elements stay
   * @param longest how many characters stay of a text
   */
  private record Cut(String array, int most, int longest) {}

  private final Map<String, Integer> left = new TreeMap<>();

  private FittingEvents() {}

  /**
   * The event as it is when it fits, else with shorter texts.
   *
   * @param limit of the encoded event, in bytes
   * @throws ClusterlineException {@link ErrorCode#MESSAGE_TOO_LARGE} with size and limit, when it
   *     does not fit and must not be cut, or cannot be
   */
  public static <T extends ClusterEvent> Event<T> shortenToFit(Event<T> event, int limit) {
    int size = CloudEventCodec.encode(event).length;
    if (size <= limit) {
      return event;
    }
    if (!isReport(event.data())) {
      throw tooLarge(event, size, limit);
    }
    return new FittingEvents().cut(event, size, limit);
  }

  private static boolean isReport(ClusterEvent data) {
    return switch (data) {
      case StageFailed failed -> true;
      case RequestRefused refused -> true;
      case StageWaiting waiting -> true;
      case StepProgressed progressed -> true;
      case StepFinished finished -> true;
      case StageReplayed replayed -> true;
      case BuildCancelled cancelled -> true;
      case DeadLetterDiscarded discarded -> true;
      default -> false;
    };
  }

  private <T extends ClusterEvent> Event<T> cut(Event<T> event, int size, int limit) {
    ObjectNode data = Json.MAPPER.valueToTree(event.data());
    Event<T> shorter = event;
    for (Cut cut : CUTS) {
      shorten(data, cut);
      shorter = shorter.withData(withCutNote(data, size, event.data()));
      if (CloudEventCodec.encode(shorter).length <= limit) {
        return shorter;
      }
    }
    throw tooLarge(event, size, limit);
  }

  private void shorten(JsonNode node, Cut cut) {
    switch (node) {
      case ObjectNode object -> object.properties().forEach(field -> shorten(object, field, cut));
      case ArrayNode array -> {
        for (int index = 0; index < array.size(); index++) {
          array.set(index, shortened(array.get(index), cut));
        }
      }
      default -> {}
    }
  }

  private void shorten(ObjectNode object, Map.Entry<String, JsonNode> field, Cut cut) {
    String name = field.getKey();
    if (field.getValue() instanceof ArrayNode array && name.equals(cut.array())) {
      shortenArray(name, array, cut);
    }
    if (cut.array().isEmpty() && field.getValue().isString()) {
      object.set(name, shortened(field.getValue(), cut));
    } else {
      shorten(field.getValue(), cut);
    }
  }

  /** The last lines of a log and the last errors, but the first failures: they are the cause. */
  private void shortenArray(String name, ArrayNode array, Cut cut) {
    boolean last = name.equals("logTail") || name.equals("lastErrors");
    while (array.size() > cut.most()) {
      array.remove(last ? 0 : array.size() - 1);
      left.merge(name, 1, Integer::sum);
    }
    for (int index = 0; index < array.size(); index++) {
      if (array.get(index).isString()) {
        array.set(index, shortened(array.get(index), cut));
      }
    }
  }

  private JsonNode shortened(JsonNode node, Cut cut) {
    if (!node.isString()) {
      shorten(node, cut);
      return node;
    }
    String text = node.stringValue();
    if (text.length() <= cut.longest()) {
      return node;
    }
    left.merge("characters", text.length() - cut.longest(), Integer::sum);
    return StringNode.valueOf(whole(text, cut.longest()) + "…");
  }

  /** Not half of a pair of surrogates at the end. */
  private static String whole(String text, int length) {
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }

  private <T extends ClusterEvent> T withCutNote(ObjectNode data, int size, T like) {
    ObjectNode copy = data.deepCopy();
    String field = copy.has("message") ? "message" : "reason";
    if (copy.path(field).isString()) {
      copy.put(field, copy.get(field).stringValue() + cutNote(size));
    }
    @SuppressWarnings("unchecked") // of the same class
    Class<T> type = (Class<T>) like.getClass();
    return Json.MAPPER.treeToValue(copy, type);
  }

  private String cutNote(int size) {
    List<String> parts = new ArrayList<>();
    left.forEach((what, count) -> parts.add(count + " of " + nameOf(what)));
    return " [cut, the report had %d bytes: %s]"
        .formatted(size, parts.stream().collect(Collectors.joining(", ")));
  }

  private static String nameOf(String what) {
    return switch (what) {
      case "logTail" -> "the log lines";
      case "lastErrors" -> "the earlier errors";
      default -> "the " + what;
    };
  }

  private static ClusterlineException tooLarge(Event<?> event, int size, int limit) {
    return new ClusterlineException(
        ErrorCode.MESSAGE_TOO_LARGE,
        "%s of %s has %d bytes; a message may have %d"
            .formatted(event.data().getClass().getSimpleName(), event.subject(), size, limit));
  }
}
