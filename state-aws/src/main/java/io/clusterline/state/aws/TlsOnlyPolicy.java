package io.clusterline.state.aws;

/** A bucket policy that denies every request that does not come over TLS. */
final class TlsOnlyPolicy {

  private TlsOnlyPolicy() {}

  static String of(String bucket) {
    return """
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "TlsOnly",
          "Effect": "Deny",
          "Principal": "*",
          "Action": "s3:*",
          "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%1$s/*"],
          "Condition": {"Bool": {"aws:SecureTransport": "false"}}
        }
      ]
    }
    """
        .formatted(bucket);
  }
}
