package io.clusterline.bootstrap.testing;

import java.time.Instant;

/** Certificates of a cluster, made by openssl; their keys are nowhere. */
public final class Certificates {

  /** For a hundred years. */
  public static final String CA =
      """
      -----BEGIN CERTIFICATE-----
      MIIBgTCCASegAwIBAgIUX2erA2BXvVe+cjKBUUzUsU3CmBYwCgYIKoZIzj0EAwIw
      FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjIxOTE3MDlaGA8yMTI2MTAy
      OTE5MTcwOVowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
      SM49AwEHA0IABOG3mGKz0QVCL2TDoSV5XG8eVpra3yRQSTQUo7CkaR2ZQjR8YOrX
      s1JmVwRwzsmOy4iA0wIptdhzu4GhXOFdfqajUzBRMB0GA1UdDgQWBBRiap0rOQ5t
      ppPUfCuh38JOBNWuJTAfBgNVHSMEGDAWgBRiap0rOQ5tppPUfCuh38JOBNWuJTAP
      BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCim4ddYb2KXFjffXUD
      gIf7Ax219bKssOdFVucOPi31xgIgShFnwOwCneztGki1guNjMl6cuvmeku0SFHK5
      jcpbNBs=
      -----END CERTIFICATE-----
      """;

  /** For a year, as kubeadm issues them. */
  public static final String LEAF =
      """
      -----BEGIN CERTIFICATE-----
      MIIBhzCCAS2gAwIBAgIUYnTulF7wmTb0091fN8jHoGDwu1wwCgYIKoZIzj0EAwIw
      GTEXMBUGA1UEAwwOa3ViZS1hcGlzZXJ2ZXIwHhcNMjYxMTMwMDk1MjIxWhcNMjcx
      MTMwMDk1MjIxWjAZMRcwFQYDVQQDDA5rdWJlLWFwaXNlcnZlcjBZMBMGByqGSM49
      AgEGCCqGSM49AwEHA0IABPycrQhQMCxj5Rf4D159hyfzSR0JfpHdqLt6eoqNlkKB
      e7/H+dGIWtYVB2Z8kJeNlHrf/yl1aUZ3Hsl+Sr0BNO+jUzBRMB0GA1UdDgQWBBTh
      rPCgz/nplb9A22cbiQdA/kPVYjAfBgNVHSMEGDAWgBThrPCgz/nplb9A22cbiQdA
      /kPVYjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCeZbuYUBh0
      T0zkWWeQAVEUlvq+j41vr7r44COlULCH4AIgRN9qMq6T1ifEhccguCzAVGxz5DPP
      msF9mblTt9BMJ+4=
      -----END CERTIFICATE-----
      """;

  public static final Instant LEAF_EXPIRES = Instant.parse("2027-11-30T09:52:21Z");

  private Certificates() {}
}
