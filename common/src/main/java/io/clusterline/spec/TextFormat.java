package io.clusterline.spec;

import java.util.regex.Pattern;

/**
 * Formats of texts. Names end up in host names, AWS resources and remote commands, so each format
 * lists what is allowed rather than what is not.
 */
public enum TextFormat {
  ANY("[^\\x00-\\x1f\\x7f]{1,512}", "a text without control characters", "anything"),
  CLUSTER_NAME(
      "[a-z]([a-z0-9-]{0,38}[a-z0-9])?",
      "at most 40 lower-case letters, digits and hyphens, a letter first (AWS names derive from it)",
      "eco2"),
  DNS_LABEL(
      Part.LABEL,
      "at most 63 lower-case letters, digits and hyphens, no hyphen at either end (RFC 1123)",
      "worker-1"),
  DNS_NAME(
      "(?=.{1,253}$)" + Part.LABEL + "(\\." + Part.LABEL + ")*\\.[a-z]([a-z0-9-]{0,61}[a-z0-9])?",
      "a DNS name of at least two lower-case labels",
      "example.org"),
  CIDR(
      "\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}",
      "an IPv4 range: address, slash, prefix length", "10.0.0.0/16"),
  REGION("[a-z]{2,3}(-[a-z]+){1,2}-\\d", "an AWS region", "ap-northeast-2"),
  ZONE("[a-z]{2,3}(-[a-z]+){1,2}-\\d[a-z]", "an availability zone", "ap-northeast-2a"),
  ACCOUNT("\\d{12}", "an AWS account: 12 digits, in quotes", "123456789012"),
  IAM_ARN(
      "arn:aws(-[a-z]+)*:iam::\\d{12}:(role|policy)/[\\w+=,.@/-]{1,512}",
      "the ARN of an IAM role or policy",
      "arn:aws:iam::123456789012:role/clusterline"),
  ZONE_ID("[A-Z0-9]{1,32}", "the id of a hosted zone in Route 53", "Z0123456789ABCDEFGHIJ"),
  SSL_POLICY(
      "ELBSecurityPolicy-[A-Za-z0-9-]{1,60}",
      "the name of a security policy of AWS' load balancers",
      "ELBSecurityPolicy-TLS13-1-2-2021-06"),
  CERTIFICATE_ARN(
      "arn:aws(-[a-z]+)*:acm:[a-z0-9-]{1,32}:\\d{12}:certificate/[A-Za-z0-9-]{1,64}",
      "the ARN of a certificate in ACM",
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/0a1b2c3d"),
  URL_PATH(
      "/(?!.*//)[\\w.~%/+-]{0,127}",
      "a path that begins with a slash, without query, fragment or wildcard", "/api/v1/auth"),
  RULE_PATH(
      "/(?!.*//)(?!(.*/)?\\.{1,2}(/|$))[\\w.~/+-]{0,125}",
      "a path of at most 126 characters that begins with a slash, without %, wildcard, query or dot segments",
      "/api/v1/auth"),
  VPC_ID("vpc-([0-9a-f]{8}|[0-9a-f]{17})", "the id of a VPC", "vpc-0123456789abcdef0"),
  AMI_ID("ami-([0-9a-f]{8}|[0-9a-f]{17})", "the id of an image", "ami-0123456789abcdef0"),
  AMI_OWNER("\\d{12}|amazon|aws-marketplace|self", "an account or an alias", "099720109477"),
  AMI_NAME("[\\w()\\[\\] ./'@*?-]{3,128}", "the name of an image, * for any text", "ubuntu-*"),
  USER_NAME("[a-z_][a-z0-9_-]{0,31}", "a user name in lower case", "admin"),
  INSTANCE_TYPE("[a-z][a-z0-9-]{1,15}\\.[a-z0-9]{1,15}", "an EC2 instance type", "t3a.medium"),
  KUBERNETES_VERSION(
      "1\\.\\d{1,3}\\.\\d{1,3}",
      "a full Kubernetes version without a leading v, in quotes",
      "1.36.3"),
  LABEL_KEY(
      "(?=[^/]{1,253}/|[^/]{1,63}$)("
          + Part.LABEL
          + "(\\."
          + Part.LABEL
          + ")*/)?[A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?",
      "a label key: an optional DNS prefix with a slash, then at most 63 letters, digits, -, _ and .",
      "tier"),
  LABEL_VALUE(
      "([A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?)?",
      "at most 63 letters, digits, -, _ and . with a letter or digit at both ends",
      "business-logic"),
  TAG_KEY("[^\\x00-\\x1f\\x7f]{1,127}", "1 to 127 characters, none a control character", "Team"),
  TAG_VALUE(
      "[^\\x00-\\x1f\\x7f]{0,255}", "at most 255 characters, none a control character", "Backend"),
  CHART_VERSION(
      "v?\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}([+-][0-9A-Za-z.+-]{1,64})?", "a chart version", "1.18.2"),
  QUANTITY(
      "\\d{1,12}(\\.\\d{1,3})?(m|k|Ki|Mi|Gi|Ti|M|G|T)?",
      "a quantity as Kubernetes writes it, in quotes if it is a plain number",
      "500m"),
  SHA256("[0-9a-f]{64}", "a SHA-256: 64 hexadecimal digits in lower case", "0".repeat(64)),
  GIT_REVISION("[A-Za-z0-9][\\w./+-]{0,249}", "a branch, tag or commit", "main"),
  REPOSITORY_PATH(
      "(?!.*\\.\\.)[A-Za-z0-9_.][\\w./+-]{0,499}",
      "a directory below the repository's root",
      "clusters/eco2"),
  URL(
      "https?://[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?(/[\\w.~%/+-]*)?",
      "an http or https URL without user name, query or fragment", "https://example.org/charts"),
  GIT_URL(
      "https?://[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?(/[\\w.~%/+-]*)?"
          + "|ssh://(\\w[\\w.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?/[\\w.~%/+-]+"
          + "|\\w[\\w.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[\\w.~%/+-]+",
      "an https URL without user name, query or fragment, or an SSH URL",
      "https://example.org/platform.git"),
  IMAGE_PREFIX(
      "(?=.{1,255}$)[a-z0-9][a-z0-9.-]*(:\\d{1,5})?(/[a-z0-9][a-z0-9._-]*)*",
      "a registry's host, with port and path if any",
      "registry.example.org/mirror");

  /** Apart, because an enum's constants cannot use its own static fields. */
  private static final class Part {
    static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  }

  private final Pattern pattern;
  private final String meaning;
  private final String example;

  TextFormat(String pattern, String meaning, String example) {
    this.pattern = Pattern.compile(pattern);
    this.meaning = meaning;
    this.example = example;
  }

  /** Whether the whole text has this form. */
  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  /** The format as JSON Schema requires it: anchored. */
  public String pattern() {
    return "^(" + pattern.pattern() + ")$";
  }

  /** Describes the format so that it fits after "must be". */
  public String meaning() {
    return meaning;
  }

  /** A text that has this form. */
  public String example() {
    return example;
  }
}
