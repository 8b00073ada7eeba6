package io.clusterline.state.aws;

import java.util.UUID;

/**
 * A document as it is stored, together with the id of the write that put it there.
 *
 * <p>The id is part of the object's bytes, not of its metadata, because S3's ETag is a digest of
 * the bytes: so each write gives a new version, also one that writes the former content, and
 * compare-and-set cannot be fooled by A, B, A.
 *
 * @param writeId id of one write, the same in all its attempts
 */
record Envelope(String writeId, String document) {

  private static final String BEFORE_ID = "{\"writeId\":\"";
  private static final String AFTER_ID = "\",\"document\":";
  private static final String END = "}";

  static Envelope wrap(String document) {
    return new Envelope(UUID.randomUUID().toString(), document);
  }

  String text() {
    return BEFORE_ID + writeId + AFTER_ID + document + END;
  }

  /**
   * @throws IllegalArgumentException if we did not write it
   */
  static Envelope parse(String text) {
    int idEnds = text.indexOf(AFTER_ID);
    if (!text.startsWith(BEFORE_ID) || idEnds < 0 || !text.endsWith(END)) {
      throw new IllegalArgumentException("not a document of Clusterline");
    }
    return new Envelope(
        text.substring(BEFORE_ID.length(), idEnds),
        text.substring(idEnds + AFTER_ID.length(), text.length() - END.length()));
  }
}
