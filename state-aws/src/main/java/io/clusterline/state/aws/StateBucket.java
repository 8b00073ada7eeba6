package io.clusterline.state.aws;

/**
 * The bucket that holds the documents of all clusters of one account and region.
 *
 * @param account its owner; every request says so, and S3 refuses a bucket that somebody else made
 *     under this name
 */
record StateBucket(String name, String account) {

  static StateBucket of(String account, String region) {
    return new StateBucket("clusterline-" + account + "-" + region, account);
  }
}
