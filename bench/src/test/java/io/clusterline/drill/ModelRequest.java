package io.clusterline.drill;

import org.jspecify.annotations.Nullable;

/**
 * A request in the terms of the model.
 *
 * @param id of the request's event
 * @param kind of the request
 * @param specification the requested one, for {@link Kind#APPLY}
 * @param uid of the cluster; empty for {@link Kind#APPLY}
 * @param ifGeneration the expected generation; null: any
 */
record ModelRequest(
    String id,
    Place place,
    Kind kind,
    ModelSpecification specification,
    String uid,
    @Nullable Long ifGeneration) {

  /** Location of a cluster: clusters of one name may be in several regions. */
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
