package cri

import (
	"strings"
	"testing"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func TestGivenArgumentsThatTheRealProgramRefusesWhenStartedThenItExitsAndSaysWhy(t *testing.T) {
	credentials := []*v1.KeyValue{{Key: "ATLANTIS_GH_USER", Value: []byte("u")}, {Key: "ATLANTIS_GH_TOKEN", Value: []byte("t")}}
	for _, given := range []struct {
		image string
		args  []string
		envs  []*v1.KeyValue
		says  string // empty: it starts
	}{
		{"public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1", []string{"controller", "--extra-tags=a=b,kubernetes.io/cluster/x=owned"}, nil,
			"tag key prefix 'kubernetes.io' is reserved"},
		{"public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1", []string{"controller", "--extra-tags=ebs.csi.aws.com/cluster=true"}, nil,
			"tag key prefix 'ebs.csi.aws.com/' is reserved"},
		{"public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1", []string{"controller", "--extra-tags=clusterline.io/vpc=v", "--k8s-tag-cluster-id=x"}, nil, ""},
		{"ghcr.io/runatlantis/atlantis:v0", []string{"server"}, nil, "must be set"},
		{"ghcr.io/runatlantis/atlantis:v0", []string{"server"}, credentials[:1], "must be set"},
		{"ghcr.io/runatlantis/atlantis:v0", []string{"server"}, credentials, ""},
		{"example.test/other:1", []string{"--extra-tags=kubernetes.io/x=y"}, nil, ""},
	} {
		said := refusal(given.image, &v1.ContainerConfig{Args: given.args, Envs: given.envs})
		if (given.says == "") != (said == "") || !strings.Contains(said, given.says) {
			t.Errorf("%s %v: got %q, want %q", given.image, given.args, said, given.says)
		}
	}
}

func TestGivenADriverWithAReservedTagWhenStartedThenItsContainerCrashes(t *testing.T) {
	m := newMachine(t).networked("127.77.30.0/24")
	pod := podOf("ebs-csi-controller", "public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1")
	_, id := m.created(pod, "main", "public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1", "controller", "--extra-tags=kubernetes.io/cluster/x=owned")
	m.check(m.startContainer(id))
	if got := m.awaitExit(id); got.ExitCode != 1 || got.Reason != "Error" {
		t.Errorf("%v", got)
	}
	m.awaitLog(id, "is reserved")
}
