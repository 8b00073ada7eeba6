package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to the resources of a failed build. */
public enum OnFailure {
  /** They stay, for inspection and resumption. */
  @JsonEnumDefaultValue
  @JsonProperty("hold")
  HOLD,
  /** They are removed, and the previous generation is applied again. */
  @JsonProperty("rollback")
  ROLLBACK
}
