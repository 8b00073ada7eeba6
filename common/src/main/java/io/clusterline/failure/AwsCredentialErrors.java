package io.clusterline.failure;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells transient refusals of AWS (credentials to renew or not yet valid everywhere, a wrong clock)
 * from denied permissions. Both come with status 400, 401 or 403.
 */
public final class AwsCredentialErrors {

  private static final Set<String> PASSING =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "TokenRefreshRequired",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "RequestTimeTooSkewedException",
          "RequestInTheFuture",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "UnrecognizedClientException");

  /** AWS uses these for a wrong signature too, which renewing alone does not mend. */
  private static final Set<String> AMBIGUOUS =
      Set.of(
          "AuthFailure",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "AccessDenied",
          "AccessDeniedException");

  private static final Pattern ABOUT_TIME =
      Pattern.compile(
          "(?i).*(signature expired|signature not yet current|request has expired"
              + "|token (?:included in the request )?(?:is|has) expired"
              + "|not able to validate the provided access credentials).*",
          Pattern.DOTALL);

  private static final Pattern NO_CREDENTIALS =
      Pattern.compile(
          "(?i).*(unable to load credentials|token (?:is|has) expired|sso session"
              + "|refresh the (?:sso )?token|aws sso login).*",
          Pattern.DOTALL);

  private AwsCredentialErrors() {}

  /**
   * Whether AWS refused a call for credentials that have ended or do not count yet, or a clock.
   *
   * @param awsCode AWS's own code, empty when the answer had none
   * @param message of AWS
   */
  public static boolean isTransient(String awsCode, String message) {
    return PASSING.contains(awsCode)
        || AMBIGUOUS.contains(awsCode) && ABOUT_TIME.matcher(message).matches();
  }

  /** Whether the SDK could not even sign, for want of credentials that are still good. */
  public static boolean nothingToSignWith(String message) {
    return NO_CREDENTIALS.matcher(message).matches();
  }
}
