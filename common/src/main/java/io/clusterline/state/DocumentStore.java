package io.clusterline.state;

import java.util.List;
import java.util.Optional;

/**
 * Small JSON documents under keys, with compare-and-set. Reads see every write that returned
 * before.
 *
 * <p>Keys are paths such as {@code clusters/eco2/infra/ledger/subnet%2Fpublic-a.json}.
 */
public interface DocumentStore {

  /**
   * @param body the document, UTF-8 JSON
   * @param version opaque; changes with every write
   */
  record Document(String key, String body, String version) {}

  Optional<Document> read(String key);

  /**
   * Writes a document that must not exist.
   *
   * @throws ConflictException when it does
   */
  Document create(String key, String body);

  /**
   * Writes a document that must still be at that version.
   *
   * @throws ConflictException when it is not
   */
  Document replace(Document known, String body);

  /**
   * Deletes a document that must still be at that version; a missing one is success.
   *
   * @throws ConflictException when it is at another version
   */
  void delete(Document known);

  /** All documents whose key starts with the prefix, by key. */
  List<Document> list(String prefix);

  /**
   * The names right below the prefix that have documents below themselves, in order: of {@code
   * clusters/} the clusters.
   *
   * @param prefix ends with a slash
   */
  default List<String> folders(String prefix) {
    return list(prefix).stream()
        .map(document -> document.key().substring(prefix.length()))
        .filter(rest -> rest.contains("/"))
        .map(rest -> rest.substring(0, rest.indexOf('/')))
        .distinct()
        .toList();
  }
}
