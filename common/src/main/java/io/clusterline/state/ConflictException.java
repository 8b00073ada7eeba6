package io.clusterline.state;

/** Another writer changed the document meanwhile. */
public final class ConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConflictException(String key) {
    super("document " + key + " was changed by another writer");
  }
}
