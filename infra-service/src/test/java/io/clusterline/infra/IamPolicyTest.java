package io.clusterline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** docs/iam-policy.json allows what the code calls, and nothing else. */
class IamPolicyTest {

  /** {@code aws.ec2(c -> c.createVpc(} in infra-service. */
  private static final Pattern STAGE_CALL =
      Pattern.compile(
          "\\.(ec2|elb|iam|sts|s3|quotas|route53|acm|cloudFront)\\(\\s*c\\s*->\\s*c\\s*\\.(\\w+)\\(");

  /** {@code s3.putObject(} and {@code client.getSecretValue(} in state-aws. */
  private static final Pattern STATE_CALL =
      Pattern.compile("\\b(s3|client|sts)\\s*\\.(\\w+)\\(\\s*(?:r |request,|this)");

  private static final Map<String, String> SERVICES =
      Map.of(
          "client", "secretsmanager",
          "quotas", "servicequotas",
          "cloudFront", "cloudfront",
          "elb", "elasticloadbalancing");

  /** Permissions whose names differ from those of the API calls. */
  private static final Map<String, Set<String>> OTHERWISE_CALLED =
      Map.ofEntries(
          Map.entry(
              "cloudfront:CreateDistributionWithTags",
              Set.of("cloudfront:CreateDistribution", "cloudfront:TagResource")),
          Map.entry("s3:HeadBucket", Set.of("s3:ListBucket")),
          Map.entry("s3:ListObjectsV2", Set.of("s3:ListBucket")),
          Map.entry("s3:ListObjectVersions", Set.of("s3:ListBucketVersions")),
          Map.entry("s3:DeleteObjects", Set.of("s3:DeleteObject", "s3:DeleteObjectVersion")),
          Map.entry("s3:GetObjectAsBytes", Set.of("s3:GetObject")),
          Map.entry("s3:PutBucketCors", Set.of("s3:PutBucketCORS")),
          Map.entry("s3:PutBucketEncryption", Set.of("s3:PutEncryptionConfiguration")),
          Map.entry("s3:PutBucketLifecycleConfiguration", Set.of("s3:PutLifecycleConfiguration")),
          Map.entry("s3:PutPublicAccessBlock", Set.of("s3:PutBucketPublicAccessBlock")));

  /**
   * Permissions that other calls need besides: tagging at creation, and passing a role to a
   * machine.
   */
  private static final Set<String> IMPLIED =
      Set.of(
          "acm:AddTagsToCertificate",
          "ec2:CreateTags",
          "iam:TagRole",
          "iam:TagInstanceProfile",
          "iam:PassRole");

  @Test
  void givenTheCode_whenComparedWithThePolicy_thenExactlyWhatIsCalledIsAllowed() {
    Set<String> called = new TreeSet<>(IMPLIED);
    called.addAll(calls("infra-service", STAGE_CALL));
    called.addAll(calls("state-aws", STATE_CALL));

    assertThat(allowed()).isEqualTo(called);
  }

  private static Set<String> allowed() {
    Set<String> allowed = new TreeSet<>();
    JsonNode policy = Json.MAPPER.readTree(read(Repository.root().resolve("docs/iam-policy.json")));
    for (JsonNode statement : policy.get("Statement")) {
      JsonNode actions = statement.get("Action");
      if (actions.isArray()) {
        actions.forEach(action -> allowed.add(action.asString()));
      } else {
        allowed.add(actions.asString());
      }
    }
    return allowed;
  }

  private static Set<String> calls(String module, Pattern pattern) {
    Set<String> calls = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Repository.root().resolve(module + "/src/main/java"))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> pattern.matcher(read(file)).results())
          .map(match -> action(match.group(1), match.group(2)))
          .flatMap(action -> OTHERWISE_CALLED.getOrDefault(action, Set.of(action)).stream())
          .forEach(calls::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return calls;
  }

  private static String action(String adapter, String method) {
    String name = method.replace("Paginator", "");
    return SERVICES.getOrDefault(adapter, adapter)
        + ":"
        + Character.toUpperCase(name.charAt(0))
        + name.substring(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
