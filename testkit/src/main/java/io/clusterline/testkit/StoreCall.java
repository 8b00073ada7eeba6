package io.clusterline.testkit;

import io.clusterline.event.ClusterLocation;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One call to a state store.
 *
 * @param key the document's key, the prefix that is listed, or the secret's name
 * @param before the document that is replaced, as the caller knows it
 * @param body the document that is written; a secret's value is never here
 */
public record StoreCall(
    Verb verb,
    ClusterLocation location,
    String key,
    @Nullable String before,
    @Nullable String body) {

  /** The operation. */
  public enum Verb {
    /** The first use of a location, which reads the account of the credentials. */
    OPEN,
    READ,
    LIST,
    CREATE,
    REPLACE,
    DELETE,
    GET_SECRET,
    PUT_SECRET,
    DELETE_SECRET;

    /** Whether it changes stored data. */
    public boolean isWrite() {
      return switch (this) {
        case OPEN, READ, LIST, GET_SECRET -> false;
        case CREATE, REPLACE, DELETE, PUT_SECRET, DELETE_SECRET -> true;
      };
    }
  }

  StoreCall(Verb verb, ClusterLocation location, String key) {
    this(verb, location, key, null, null);
  }

  /** Selects every call. */
  public static Predicate<StoreCall> any() {
    return call -> true;
  }

  /** Selects the calls that change stored data. */
  public static Predicate<StoreCall> writes() {
    return call -> call.verb().isWrite();
  }

  /** Selects the calls that only read. */
  public static Predicate<StoreCall> reads() {
    return writes().negate();
  }

  public static Predicate<StoreCall> verb(Verb verb) {
    return call -> call.verb() == verb;
  }

  /** Selects the calls for documents whose key contains that text, such as {@code /ledger/}. */
  public static Predicate<StoreCall> key(String part) {
    return call -> call.key().contains(part);
  }
}
