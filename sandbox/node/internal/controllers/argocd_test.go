package controllers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const rootApplication = `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: root, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io, keep.example.test/me]}
spec:
  source: {repoURL: "https://git.example.test/platform.git", targetRevision: main, path: apps}
  destination: {server: "https://kubernetes.default.svc", namespace: argocd}
  syncPolicy: POLICY
`

const automatic = "{automated: {prune: true}}"

// repository has two waves under apps, nothing under empty.
const repository = `
apiVersion: v1
kind: ConfigMap
metadata: {name: platform, namespace: argocd, labels: {sandbox.clusterline.io/git-repository: "true"}}
data:
  url: https://git.example.test/platform.git
  CREDENTIALS: CREDENTIAL
  tree: |
    empty: ""
    apps: |
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: later, annotations: {argocd.argoproj.io/sync-wave: "10"}}
      spec: {project: default, source: {repoURL: "https://charts.example.test", chart: web, targetRevision: 1.0.0}, syncPolicy: {automated: {}}}
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: first, annotations: {argocd.argoproj.io/sync-wave: "-1", sandbox.clusterline.io/health: HEALTH}}
      spec: {project: default, source: {repoURL: "https://charts.example.test", chart: base, targetRevision: 1.0.0}, syncPolicy: {automated: {}}}
`

func root(policy string) string { return replaced(rootApplication, "POLICY", policy) }

func described(pairs ...string) string {
	return replaced(repository, append(pairs, "CREDENTIALS", "note", "HEALTH", "Healthy")...)
}

// follow reconciles each Application until none changes any more, as the watch would.
func (c Cluster) follow(t *testing.T) {
	t.Helper()
	for before := ""; ; {
		for _, each := range c.list(t, applications) {
			if err := argocd().Reconcile(context.Background(), c, c.get(t, applications, "argocd", each.GetName())); err != nil {
				t.Fatal(err)
			}
		}
		now := fmt.Sprint(withoutTimes(any(c.statuses(t))))
		if now == before {
			return
		}
		before = now
	}
}

func (c Cluster) statuses(t *testing.T) object {
	all := object{}
	for _, each := range c.list(t, applications) {
		all[each.GetName()] = each.Object["status"]
	}
	return all
}

func (c Cluster) root(t *testing.T) *unstructured.Unstructured {
	t.Helper()
	return c.get(t, applications, "argocd", "root")
}

func wantCondition(t *testing.T, application *unstructured.Unstructured, kind, message string) {
	t.Helper()
	if conditions := fmt.Sprint(value(application, "status", "conditions")); !strings.Contains(conditions, kind) || !strings.Contains(conditions, message) {
		t.Errorf("conditions: %s", conditions)
	}
}

func TestGivenAnApplicationThatSyncsItselfWhenFollowedThenItAndWhatItHoldsAreSyncedAndHealthy(t *testing.T) {
	cluster := newCluster(t, root(automatic))
	cluster.follow(t)
	want(t, cluster.root(t), "Synced", "status", "sync", "status")
	want(t, cluster.root(t), "Healthy", "status", "health", "status")
	want(t, cluster.root(t), "Succeeded", "status", "operationState", "phase")
	if revision := text(cluster.root(t), "status", "sync", "revision"); !commit.MatchString(revision) {
		t.Errorf("revision %q", revision)
	}
	if children := len(cluster.list(t, applications)) - 1; children != 2 {
		t.Errorf("%d children", children)
	}
	cluster.reconciled(t, argocd(), "argocd", "root")
}

func TestGivenAnApplicationThatDoesNotSyncItselfWhenReconciledThenOutOfSync(t *testing.T) {
	cluster := newCluster(t, root("{}"))
	cluster.reconciled(t, argocd(), "argocd", "root")
	want(t, cluster.root(t), "OutOfSync", "status", "sync", "status")
	want(t, cluster.root(t), "Missing", "status", "health", "status")
	want(t, cluster.root(t), "", "status", "operationState", "phase")
}

func TestGivenWavesWhenTheFirstIsNotHealthyThenTheLaterOneIsNotMade(t *testing.T) {
	cluster := newCluster(t, root(automatic)+"\n---\n"+described("HEALTH", "Progressing"))
	cluster.follow(t)
	if found := len(cluster.list(t, applications)); found != 2 {
		t.Errorf("%d applications", found)
	}
	want(t, cluster.root(t), "OutOfSync", "status", "sync", "status")
	want(t, cluster.root(t), "Running", "status", "operationState", "phase")
	want(t, cluster.root(t), "waiting for healthy state of argoproj.io/Application/first", "status", "operationState", "message")

	waited := cluster.get(t, applications, "argocd", "first")
	if err := cluster.mergePatch(context.Background(), waited, object{"metadata": object{"annotations": object{healthAnnotation: nil}}}); err != nil {
		t.Fatal(err)
	}
	cluster.follow(t)
	want(t, cluster.root(t), "Synced", "status", "sync", "status")
	want(t, cluster.get(t, applications, "argocd", "later"), "Healthy", "status", "health", "status")
}

func TestGivenAnOperationThatFailedWhenNobodyAsksThenItIsNotBegunAgainAndWhenAskedItIs(t *testing.T) {
	cluster := newCluster(t, root(automatic)+"\n---\n"+described("HEALTH", "Degraded"))
	cluster.follow(t)
	want(t, cluster.root(t), "Failed", "status", "operationState", "phase")
	degraded := cluster.get(t, applications, "argocd", "first")
	if err := cluster.mergePatch(context.Background(), degraded, object{"metadata": object{"annotations": object{healthAnnotation: nil}}}); err != nil {
		t.Fatal(err)
	}
	cluster.follow(t)
	want(t, cluster.root(t), "Failed", "status", "operationState", "phase")

	asking := object{"metadata": object{"annotations": object{refreshAnnotation: "hard"}}, "operation": object{"sync": object{"prune": true}}}
	if err := cluster.mergePatch(context.Background(), cluster.root(t), asking); err != nil {
		t.Fatal(err)
	}
	cluster.follow(t)
	want(t, cluster.root(t), "Succeeded", "status", "operationState", "phase")
	if cluster.root(t).GetAnnotations()[refreshAnnotation] != "" || value(cluster.root(t), "operation") != nil {
		t.Error("it was not answered")
	}
}

func TestGivenAnOperationThatWaitsWhenTheRepositoryChangesThenItKeepsToItsCommitUntilItIsTerminated(t *testing.T) {
	cluster := newCluster(t, root(automatic)+"\n---\n"+described("HEALTH", "Progressing"))
	cluster.follow(t)
	before := text(cluster.root(t), "status", "operationState", "syncResult", "revision")
	pushed := parse(t, described("name: later", "name: other"))
	if _, err := cluster.Resource(configMaps).Namespace("argocd").Update(context.Background(), pushed, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	cluster.follow(t)
	want(t, cluster.root(t), before, "status", "operationState", "syncResult", "revision")
	want(t, cluster.root(t), "Running", "status", "operationState", "phase")

	terminate := object{"status": object{"operationState": object{"phase": "Terminating"}}}
	if err := cluster.mergePatch(context.Background(), cluster.root(t), terminate); err != nil {
		t.Fatal(err)
	}
	cluster.follow(t)
	want(t, cluster.root(t), text(cluster.root(t), "status", "sync", "revision"), "status", "operationState", "syncResult", "revision")
}

func TestGivenAPathThatIsNotThereWhenReconciledThenItIsSaidAsTheRepoServerDoes(t *testing.T) {
	cluster := newCluster(t, replaced(root(automatic), "path: apps", "path: wrong")+"\n---\n"+described())
	cluster.reconciled(t, argocd(), "argocd", "root")
	wantCondition(t, cluster.root(t), "ComparisonError", "wrong: app path does not exist")
	want(t, cluster.root(t), "Unknown", "status", "sync", "status")
}

func TestGivenAPathWithoutManifestsWhenReconciledThenItIsSyncedAndHoldsNothing(t *testing.T) {
	cluster := newCluster(t, replaced(root(automatic), "path: apps", "path: empty")+"\n---\n"+described())
	cluster.reconciled(t, argocd(), "argocd", "root")
	want(t, cluster.root(t), "Synced", "status", "sync", "status")
	if resources := value(cluster.root(t), "status", "resources").([]any); len(resources) != 0 {
		t.Errorf("resources: %v", resources)
	}
}

func TestGivenAPrivateRepositoryWhenTheCredentialsAreNotItsOwnThenItIsRefused(t *testing.T) {
	const secret = `
apiVersion: v1
kind: Secret
metadata: {name: own, namespace: argocd, labels: {argocd.argoproj.io/secret-type: repository}}
data: {url: aHR0cHM6Ly9naXQuZXhhbXBsZS50ZXN0L3BsYXRmb3JtLmdpdA==, password: PASSWORD}
`
	private := root(automatic) + "\n---\n" + described("CREDENTIALS", "password", "CREDENTIAL", "right")
	for _, credentials := range []string{"", replaced(secret, "PASSWORD", "d3Jvbmc=")} {
		cluster := newCluster(t, private+"\n---\n"+credentials)
		cluster.reconciled(t, argocd(), "argocd", "root")
		wantCondition(t, cluster.root(t), "ComparisonError", "authentication required: Repository not found.")
	}
	cluster := newCluster(t, private+"\n---\n"+replaced(secret, "PASSWORD", "cmlnaHQ="))
	cluster.follow(t)
	want(t, cluster.root(t), "Synced", "status", "sync", "status")
}

func TestGivenARepositoryOverSSHWhenThereIsNoKeyThenItIsRefused(t *testing.T) {
	cluster := newCluster(t, replaced(root(automatic), "https://git.example.test/platform.git", "git@git.example.test:platform.git"))
	cluster.reconciled(t, argocd(), "argocd", "root")
	wantCondition(t, cluster.root(t), "ComparisonError", "SSH_AUTH_SOCK not-specified")
}

func TestGivenAnApplicationOfAProjectThatDoesNotExistWhenReconciledThenItIsRefusedUntilThereIsOne(t *testing.T) {
	const project = `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: prod, namespace: argocd}
`
	refused := root(automatic + "\n  project: prod")
	cluster := newCluster(t, refused)
	cluster.reconciled(t, argocd(), "argocd", "root")
	want(t, cluster.root(t), "Unknown", "status", "sync", "status")
	wantCondition(t, cluster.root(t), "InvalidSpecError", "project prod which does not exist")
	cluster = newCluster(t, refused+"\n---\n"+project)
	cluster.follow(t)
	want(t, cluster.root(t), "Synced", "status", "sync", "status")
}

func TestGivenADeletedApplicationWhenReconciledThenOnlyArgosFinalizerGoes(t *testing.T) {
	cluster := newCluster(t, replaced(root(automatic), "namespace: argocd, finalizers", `namespace: argocd, deletionTimestamp: "2026-01-01T00:00:00Z", finalizers`))
	cluster.reconciled(t, argocd(), "argocd", "root")
	if left := cluster.root(t).GetFinalizers(); len(left) != 1 || left[0] != "keep.example.test/me" {
		t.Errorf("left %v", left)
	}
}
