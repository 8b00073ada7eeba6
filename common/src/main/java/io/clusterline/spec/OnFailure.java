package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to what a failed build has made. */
public enum OnFailure {
  /** It stays, for a look and a resume. */
  @JsonEnumDefaultValue
  @JsonProperty("hold")
  HOLD,
  /** It is removed, and the previous generation applied again. */
  @JsonProperty("rollback")
  ROLLBACK
}
