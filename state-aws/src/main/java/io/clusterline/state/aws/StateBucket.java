package io.clusterline.state.aws;

/**
 * The bucket that holds the documents of all clusters of one account and region.
 *
 * @param account its owner; every request names it, and S3 refuses a bucket of this name in another
 *     account
 */
record StateBucket(String name, String account) {

  static StateBucket of(String account, String region) {
    return new StateBucket("clusterline-" + account + "-" + region, account);
  }
}
