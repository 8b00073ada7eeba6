package io.clusterline.state.aws;

import io.clusterline.state.DocumentStore;
import io.clusterline.testkit.MemoryDocuments;

/** The fixture that other tests trust keeps the same promises as the real store. */
class MemoryDocumentsTest extends DocumentStoreContract {

  @Override
  DocumentStore store() {
    return new MemoryDocuments();
  }
}
