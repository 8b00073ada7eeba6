package io.clusterline.infra.preflight;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The families of instance types that share a quota of vCPUs. */
enum VcpuFamily {
  STANDARD("L-1216C47A", "(a|c|d|h|i|im|is|m|r|t|z)"),
  F("L-74FC7D96", "f"),
  G_AND_VT("L-DB2E81BA", "(g|gr|vt)"),
  P("L-417A185B", "p"),
  X("L-7295265B", "x"),
  INF("L-1945791B", "inf"),
  TRN("L-2C3B7624", "trn"),
  DL("L-6E869C2A", "dl");

  private final Quota quota;
  private final Pattern types;

  VcpuFamily(String code, String prefix) {
    this.quota = new Quota("ec2", code);
    this.types = Pattern.compile(prefix + "\\d.*");
  }

  /** The one that counts machines of that type; empty for types of which we know none. */
  static Optional<VcpuFamily> of(String type) {
    return Arrays.stream(values())
        .filter(family -> family.types.matcher(type).matches())
        .findFirst();
  }

  Quota quota() {
    return quota;
  }
}
