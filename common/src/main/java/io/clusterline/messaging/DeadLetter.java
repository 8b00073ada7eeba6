package io.clusterline.messaging;

import java.util.List;

/** The headers that a message in a dead-letter queue carries, beside its unchanged body. */
public final class DeadLetter {

  /** The id of a dead letter; the same as its {@code message_id}. */
  public static final String ID = "x-clusterline-dead-letter-id";

  /** An {@code ErrorCode}. */
  public static final String ERROR_CODE = "x-clusterline-error-code";

  /** What happened, one line. */
  public static final String ERROR_MESSAGE = "x-clusterline-error-message";

  /** How often it was tried. */
  public static final String ATTEMPT = "x-clusterline-attempt";

  /** On a message on the retry ladder: how often it was tried. No dead letter carries it. */
  public static final String RETRY = "x-clusterline-retry";

  /** The cluster, if the message names one. */
  public static final String CLUSTER = "x-clusterline-cluster";

  /** The generation, if the message names one. */
  public static final String GENERATION = "x-clusterline-generation";

  /** When it was dead-lettered, RFC 3339. */
  public static final String DEAD_LETTERED_AT = "x-clusterline-dead-lettered-at";

  /** Why it is replayed; set by the replay. */
  public static final String REPLAY_REASON = "x-clusterline-replay-reason";

  /** The user who replays it; set by the replay. */
  public static final String REPLAYED_BY = "x-clusterline-replayed-by";

  /** On a request that was put aside: when it first arrived, RFC 3339. */
  public static final String FIRST_SEEN = "x-clusterline-first-seen";

  /** On a request that was put aside: the uid that its cluster had when it first arrived. */
  public static final String SEEN_UID = "x-clusterline-seen-uid";

  /** On a request that was put aside: its cluster's generation when it first arrived. */
  public static final String SEEN_GENERATION = "x-clusterline-seen-generation";

  /** Headers that a request keeps on the retry ladder, as a dead letter and when it is replayed. */
  public static final List<String> ARRIVAL = List.of(FIRST_SEEN, SEEN_UID, SEEN_GENERATION);

  /** Headers that mark a message as a replay, and name its user. */
  public static final List<String> REPLAY = List.of(ID, REPLAY_REASON, REPLAYED_BY);

  private DeadLetter() {}
}
