package io.clusterline.spec;

/** A rule that the JSON Schema cannot express. */
interface Check {

  /**
   * Reports everything that breaks this rule.
   *
   * @param root the whole specification, defaults filled in, of any shape
   */
  void check(Field root, Findings findings);
}
