package io.clusterline.kubernetes;

/** A certificate for tests that need one to parse; its key was thrown away. */
final class Certificates {

  static final String SELF_SIGNED =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJkVENDQVJ1Z0F3SUJBZ0lVZHZ6ZUUrRXpvY0hT"
          + "TDBpVDJ6TUo1OUIvOGtzd0NnWUlLb1pJemowRUF3SXcKRHpFTk1Bc0dBMVVFQXd3RWRHVnpkREFnRncw"
          + "eU5qRXhNakl4T1RBeU1EaGFHQTh5TVRJMk1UQXlPVEU1TURJdwpPRm93RHpFTk1Bc0dBMVVFQXd3RWRH"
          + "VnpkREJaTUJNR0J5cUdTTTQ5QWdFR0NDcUdTTTQ5QXdFSEEwSUFCTlM3Cm15eUQ0UXRGcGxOOEIxY2cr"
          + "VHJ4cnNhSXpwczN3LzlSbW9KZ0lBSjB0alQvWTRzbm9MTHZGSVcrcjd2eS9lRmIKdHgvZWdUNUJuOGZD"
          + "NWgyNGhuR2pVekJSTUIwR0ExVWREZ1FXQkJUWW1kbkJsSlh0R05yKzdxaWt1VHUzU0d3SgppekFmQmdO"
          + "VkhTTUVHREFXZ0JUWW1kbkJsSlh0R05yKzdxaWt1VHUzU0d3Sml6QVBCZ05WSFJNQkFmOEVCVEFECkFR"
          + "SC9NQW9HQ0NxR1NNNDlCQU1DQTBnQU1FVUNJR1ZNRTVhVC9La3JTZ29hemNUNnVxbkNqOStET3h6Y2FN"
          + "dWcKc0szMXFwZnVBaUVBajgrcnBDRGZBYTlpOVpHZnA0NlpuanlmbXFPM3JDTWtFdnQ2TncvS0JrND0K"
          + "LS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=";

  private Certificates() {}
}
