package io.clusterline.kubernetes;

/** Names of kinds and groups that several classes use. */
final class Kinds {

  static final String CRD = "CustomResourceDefinition";
  static final String APPS = "apps/v1";

  private Kinds() {}
}
