package io.clusterline.drill;

import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for, in the terms of the model.
 *
 * @param id of the request's event
 * @param kind what is asked for
 * @param specification which one, for {@link Kind#APPLY}
 * @param uid the cluster that is meant; empty for {@link Kind#APPLY}
 * @param ifGeneration at which the cluster must be; null when that does not matter
 */
record ModelRequest(
    String id,
    Place place,
    Kind kind,
    ModelSpecification specification,
    String uid,
    @Nullable Long ifGeneration) {

  /** Where a cluster is: clusters of one name may be in several regions. */
  record Place(String region, String name) {
    @Override
    public String toString() {
      return region + "/" + name;
    }
  }

  enum Kind {
    APPLY,
    DELETE,
    CANCEL,
    CANCEL_AND_ROLLBACK
  }

  @Override
  public String toString() {
    String what = kind == Kind.APPLY ? kind + " " + specification : kind.toString();
    return id + " " + what + (ifGeneration == null ? "" : " if at generation " + ifGeneration);
  }
}
