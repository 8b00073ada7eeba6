package io.clusterline.infra;

import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** Users of IAM with policies of their own, in whose name our code calls AWS. */
public final class PipelineUsers {

  private PipelineUsers() {}

  /** A user who may do what the documents allow. */
  public static AccessKey userWith(String name, String... documents) {
    try (IamClient iam = World.iam()) {
      String user = "line-" + name;
      iam.createUser(r -> r.userName(user));
      for (int i = 0; i < documents.length; i++) {
        String policyName = user + "-" + i;
        String document = documents[i];
        String policy =
            iam.createPolicy(r -> r.policyName(policyName).policyDocument(document)).policy().arn();
        iam.attachUserPolicy(r -> r.userName(user).policyArn(policy));
      }
      return iam.createAccessKey(r -> r.userName(user)).accessKey();
    }
  }

  /** Runs it in the name of that user. */
  public static <T> T as(AccessKey key, Supplier<T> work) {
    String id = System.getProperty("aws.accessKeyId");
    String secret = System.getProperty("aws.secretAccessKey");
    System.setProperty("aws.accessKeyId", key.accessKeyId());
    System.setProperty("aws.secretAccessKey", key.secretAccessKey());
    try {
      return work.get();
    } finally {
      System.setProperty("aws.accessKeyId", id);
      System.setProperty("aws.secretAccessKey", secret);
    }
  }
}
