package io.clusterline.failure;

/**
 * All failures of Clusterline, with whose fault they are and whether trying again may help. {@code
 * docs/errors.md} is generated from this table.
 */
public enum ErrorCode {
  INVALID_SPECIFICATION(Fault.USER, false, "Correct the named fields and apply again."),
  GENERATION_CONFLICT(
      Fault.USER,
      false,
      "Read the cluster's current generation with `clusterline get` and apply again."),
  STALE_GENERATION(Fault.USER, false, "A newer generation was accepted; nothing to do."),
  WRONG_ACCOUNT(Fault.USER, false, "Use credentials of the account that the specification names."),
  LOCATION_NOT_ALLOWED(
      Fault.USER,
      false,
      "Use an account, region and role that the message names, or let the pipeline use this one"
          + " (CLUSTERLINE_AWS_ALLOWED_ACCOUNTS, _REGIONS, _ROLES) and start it again."),
  STATE_NOT_INITIALISED(
      Fault.USER,
      false,
      "Run `./clusterline init -f FILE` with the specification, or apply it with --init."),
  STATE_BUCKET_TAKEN(
      Fault.USER,
      false,
      "Check who owns the bucket. If it is yours, allow s3:ListBucket"
          + " to these credentials; otherwise use another region or account."),
  INSUFFICIENT_VCPU_QUOTA(
      Fault.USER,
      false,
      "Request a higher EC2 quota (the message names it) or use smaller instance types."),
  AWS_DENIED(
      Fault.USER, false, "Give Clusterline's credentials the actions of docs/iam-policy.json."),
  AWS_CREDENTIALS_EXPIRED(
      Fault.USER,
      true,
      "Renew the credentials of the services, set the machine's clock, or switch the region on for"
          + " the account (those opened since March 2019 are off at first); the call is retried."),
  AWS_LIMIT_EXCEEDED(Fault.USER, false, "Raise the named service quota."),
  AWS_ACCOUNT_PENDING(
      Fault.USER,
      true,
      "AWS still verifies the account for this region, which takes minutes, at most some hours, and"
          + " ends with a mail: wait for it, or ask AWS Support, then replay the stage."),
  VOLUME_KEY_UNUSABLE(
      Fault.USER,
      false,
      "Let these credentials use the KMS key that the account encrypts volumes with (kms:CreateGrant,"
          + " kms:Decrypt, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext), or make"
          + " alias/aws/ebs the account's default key."),
  HOSTED_ZONE_NOT_FOUND(
      Fault.USER,
      false,
      "Create a public hosted zone for the domain in this account and delegate the domain to it,"
          + " correct spec.dns.zoneId, or leave spec.domain out; then replay stage edge."),
  HOSTED_ZONE_AMBIGUOUS(
      Fault.USER, false, "Name one of the hosted zones in spec.dns.zoneId, then apply again."),
  CERTIFICATE_NOT_VALIDATED(
      Fault.USER,
      false,
      "Let the domain's registrar delegate to the name servers of the hosted zone, so that the"
          + " named record can be seen by everybody; then replay stage edge."),
  DNS_RECORD_TAKEN(
      Fault.USER,
      false,
      "Delete the named record if nobody needs it, or take its host out of the specification"
          + " (that of the images: spec.cdn.enabled: false); then replay the stage."),
  LOAD_BALANCER_NOT_FOUND(
      Fault.USER,
      false,
      "Let the AWS Load Balancer Controller make the load balancer that the Ingresses name (its"
          + " events say what hinders it); then replay stage ingress."),
  HOST_NOT_RESOLVED(
      Fault.PROVIDER,
      true,
      "See whether the load balancer that the named record leads to still exists; then replay"
          + " stage dns."),
  AWS_NO_CAPACITY(
      Fault.PROVIDER, true, "Try again later, or choose another zone or instance type."),
  AWS_THROTTLED(Fault.PROVIDER, true, "The call is retried; fewer builds at once help."),
  AWS_UNAVAILABLE(
      Fault.PROVIDER, true, "Check the network path and the endpoint; the call is retried."),
  AWS_REJECTED(
      Fault.INTERNAL, false, "See the message of AWS; report it if the specification is valid."),
  REPLACEMENT_NOT_APPROVED(
      Fault.USER,
      false,
      "Approve the replacement by its address, or undo the change in the specification."),
  NODE_UNREACHABLE(
      Fault.PROVIDER,
      true,
      "Check access.sshCidrs, the security group and the instance's console output."),
  HOST_KEY_CHANGED(
      Fault.USER,
      false,
      "The machine is not the one that was built. Find out why before you trust it."),
  SSH_AUTHENTICATION_FAILED(
      Fault.USER,
      false,
      "The key pair's private half does not open the machine; see the secret named in the message."),
  CLOUD_INIT_FAILED(Fault.PROVIDER, false, "Read /var/log/cloud-init-output.log on the node."),
  DISK_FULL(
      Fault.USER,
      false,
      "Free space on the named file system or give the node a larger disk (spec.nodes[].diskGiB),"
          + " then replay the stage."),
  PACKAGES_FAILED(
      Fault.PROVIDER, true, "Check the node's path to the package repositories or mirrors."),
  PACKAGE_VERSION_NOT_FOUND(
      Fault.USER,
      false,
      "Set spec.kubernetes.version to a version that the repository has, then apply again."),
  BAKED_IMAGE_INCOMPLETE(
      Fault.USER,
      false,
      "Make the machine image anew with what is named, and name it in spec.aws.ami so that the old"
          + " image does not fit any more, else its machines keep it; then apply and approve their"
          + " replacement. Or set spec.aws.ami.baked to false: then it is installed and pulled."),
  HOST_NAME_MISMATCH(
      Fault.USER,
      false,
      "The image must let cloud-init set the host name (preserve_hostname: false); use another"
          + " image."),
  KUBEADM_INIT_FAILED(
      Fault.INTERNAL, false, "Read the log tail; replay the stage after fixing the cause."),
  KUBEADM_JOIN_FAILED(
      Fault.INTERNAL,
      false,
      "Read the log tail of the named node; replay the stage after fixing the cause."),
  REMOTE_COMMAND_FAILED(Fault.INTERNAL, false, "Read the log tail of the named node."),
  OUTCOME_UNKNOWN(
      Fault.PROVIDER,
      true,
      "The connection ended before the command did; the next attempt checks what exists."),
  KUBERNETES_UNREACHABLE(Fault.PROVIDER, true, "Check access.apiCidrs and the control plane."),
  KUBERNETES_REJECTED(Fault.INTERNAL, false, "See the API server's message."),
  WEBHOOK_UNAVAILABLE(
      Fault.PROVIDER,
      true,
      "The API server must call the named webhook before it accepts objects, and gets no answer:"
          + " start its pods, or delete its webhook configuration. The call is retried."),
  NODES_NOT_READY(Fault.PROVIDER, true, "See the named nodes and their Ready conditions."),
  DRAIN_BLOCKED(
      Fault.USER,
      false,
      "The named pods could not be moved, so their machine was not replaced and takes pods again:"
          + " give them another replica or change the named disruption budget, then replay the"
          + " stage."),
  PROVIDER_ID_MISMATCH(
      Fault.INTERNAL,
      false,
      "Delete the named node object and join the machine again; the field cannot be changed."),
  NODE_CHANGED_BY_OTHERS(
      Fault.PROVIDER,
      true,
      "Something takes back what was set on the named nodes. metadata.managedFields of the node"
          + " tells who; stop that, then replay the stage."),
  CNI_NOT_READY(Fault.PROVIDER, true, "See the named pods of calico-node."),
  KUBE_PROXY_NOT_READY(Fault.PROVIDER, true, "See kube-proxy's pods on the named nodes."),
  CLUSTER_DNS_NOT_READY(
      Fault.PROVIDER,
      true,
      "See CoreDNS' pods in kube-system, and kube-proxy's on the named nodes: names are asked of"
          + " the Service kube-dns."),
  POD_NETWORK_FAULTY(
      Fault.PROVIDER,
      true,
      "See calico-node on the named nodes, and whether their security groups let UDP 4789 pass"
          + " between all nodes. Nodes that cannot pull the image of the probes need it in"
          + " spec.mirrors.images."),
  NETWORK_POLICY_NOT_ENFORCED(
      Fault.PROVIDER,
      true,
      "A connection that a NetworkPolicy denies was made: see the log of calico-node on the named"
          + " nodes."),
  CHART_NOT_FOUND(
      Fault.USER, false, "Use a version that the message names, or check spec.mirrors.charts."),
  GITOPS_REFUSED(
      Fault.USER,
      false,
      "Name the project in spec.gitops.projects, or correct the application in the repository."),
  GITOPS_SOURCE_NOT_FOUND(
      Fault.USER,
      false,
      "Correct the field that the message names, or put manifests there, then apply again."),
  GITOPS_REPOSITORY_DENIED(
      Fault.USER,
      false,
      "Set spec.gitops.credentials, put the token or key into the secret that the message names,"
          + " then apply again or replay the stage."),
  GITOPS_REPOSITORY_UNREACHABLE(
      Fault.PROVIDER,
      true,
      "Check spec.gitops.repository and the cluster's way to it; Argo CD is asked again."),
  GITOPS_SYNC_FAILED(
      Fault.PROVIDER, true, "See the application that Argo CD names; its sync is begun again."),
  GITOPS_DUPLICATES_ADDON(
      Fault.USER,
      false,
      "Set managedBy: gitops for the named add-on in spec.addons, or take it out of the"
          + " repository; then apply again."),
  ADDON_MISCONFIGURED(
      Fault.USER,
      false,
      "Correct the named image or setting in the add-on's values, then apply again."),
  ADDON_UNHEALTHY(Fault.PROVIDER, true, "See the named workloads and their last events."),
  INGRESS_GROUP_BROKEN(
      Fault.USER,
      false,
      "Correct what the message names, in the specification or in the repository; then apply"
          + " again, or replay stage ingress."),
  LOAD_BALANCER_NOT_READY(
      Fault.PROVIDER,
      true,
      "See the named Ingress' last event and the log of aws-load-balancer-controller; rights,"
          + " subnets' tags and quotas are the usual reasons."),
  TARGETS_UNHEALTHY(
      Fault.PROVIDER,
      true,
      "See the pods of the named Service and their last events, and whether the health check's path"
          + " answers 200 on the Service's NodePort."),
  DOWNLOAD_FAILED(Fault.PROVIDER, true, "Check the address and spec.mirrors."),
  CHECKSUM_MISMATCH(
      Fault.USER,
      false,
      "The download is not the one that was pinned; do not use it. A mirror that packages charts"
          + " itself needs its digests in spec.mirrors.digests."),
  PREVIOUS_STAGE_FAILED(
      Fault.INTERNAL, false, "Fix the cause that the named stage reports, then replay that stage."),
  DEADLINE_EXCEEDED(
      Fault.PROVIDER, true, "See the condition and its last observation in the message."),
  LEASE_LOST(Fault.INTERNAL, true, "Another worker has taken the stage over; nothing to do."),
  STAGE_STALLED(
      Fault.INTERNAL, true, "It is tried once more, then fails; see the log of the named service."),
  WORKER_DIED(
      Fault.INTERNAL,
      false,
      "Read the log of the named service for why it died (memory is the usual reason), then"
          + " replay the stage."),
  UNKNOWN_CLUSTER(
      Fault.USER, false, "Check the cluster's name, uid and region with `clusterline get`."),
  GENERATION_NEVER_ASSIGNED(
      Fault.USER, false, "Publish ClusterRequested; only the accept stage assigns generations."),
  DELETION_PROTECTED(
      Fault.USER,
      false,
      "Apply the specification with spec.deletionProtection: false, then delete again."),
  TERMINATION_PROTECTED(
      Fault.USER,
      false,
      "The named resource is protected against deletion in AWS. Remove the protection, then"
          + " replay the stage."),
  NOTHING_TO_CANCEL(Fault.USER, false, "See `clusterline get`; to remove a cluster, delete it."),
  CLUSTER_BUSY(Fault.USER, true, "A removal is under way in the cluster; the request is retried."),
  CONTROL_PLANE_NOT_REMOVABLE(
      Fault.USER,
      false,
      "Put the control-plane node back into the specification under its name, or delete the"
          + " whole cluster."),
  REMOVAL_NOT_APPROVED(
      Fault.USER,
      false,
      "Approve the removal by its address (`apply --approve ADDRESS`), or put it back into the"
          + " specification."),
  LEFTOVERS(
      Fault.PROVIDER,
      true,
      "Delete the named resources, or what blocks them; the removal then continues."),
  IMMUTABLE_FIELD(
      Fault.USER,
      false,
      "Undo the change of the named field, or delete the cluster and build a new one."),
  FORGED_EVENT(
      Fault.USER,
      false,
      "The event differs from the record of its stage. Find out who published it; the cluster"
          + " is unharmed."),
  UNSAFE_KUBECONFIG(
      Fault.USER,
      false,
      "The kubeconfig contains more than a server and embedded certificates, and may have been"
          + " tampered with. Find the cause before you trust the control-plane node."),
  MESSAGE_TOO_LARGE(
      Fault.USER,
      false,
      "Make the specification smaller (values of add-ons are the usual reason); the message"
          + " names its size and the limit."),
  MALFORMED_EVENT(Fault.USER, false, "Publish an event that fits docs/asyncapi.yaml."),
  POISON_MESSAGE(
      Fault.USER,
      false,
      "Reading the message ended the service, or exhausted its memory or stack. Make the message"
          + " smaller; if it is harmless, replay the dead letter."),
  CANCELLED(Fault.USER, false, "The build was stopped on request."),
  UNEXPECTED(Fault.INTERNAL, true, "Report it with the log of the named service.");

  /** Who can correct the failure. */
  public enum Fault {
    USER,
    PROVIDER,
    INTERNAL
  }

  private final Fault fault;
  private final boolean retryable;
  private final String fix;

  ErrorCode(Fault fault, boolean retryable, String fix) {
    this.fault = fault;
    this.retryable = retryable;
    this.fix = fix;
  }

  public Fault fault() {
    return fault;
  }

  /** Whether the same attempt may succeed later without anybody changing anything. */
  public boolean retryable() {
    return retryable;
  }

  /** How to correct it, one sentence for the user. */
  public String fix() {
    return fix;
  }
}
