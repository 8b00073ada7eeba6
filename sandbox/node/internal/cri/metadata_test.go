package cri

import (
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"

	"clusterline.io/sandbox/node/internal/guest"
)

const (
	balancersImage = "public.ecr.aws/eks/aws-load-balancer-controller:v3"
	driverImage    = "public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1"
)

func TestGivenAMachinesHopLimitWhenAPodNeedsInstanceMetadataThenItIsAnsweredOrEnds(t *testing.T) {
	onHost := func(p *corev1.Pod) { p.Spec.HostNetwork = true }
	inItself := func(*corev1.Pod) {}
	for _, given := range []struct {
		hops  int
		pod   func(*corev1.Pod)
		image string
		args  []string
		says  string // empty: it starts
	}{
		{1, inItself, balancersImage, []string{"--aws-vpc-id=vpc-1"}, "specify --aws-region instead"},
		{1, inItself, balancersImage, []string{"--aws-region=eu-west-1"}, "specify --aws-vpc-id instead"},
		{1, inItself, balancersImage, []string{"--aws-region=eu-west-1", "--aws-vpc-id=vpc-1"}, "no EC2 IMDS role found"},
		{1, onHost, balancersImage, nil, ""},
		{2, inItself, balancersImage, nil, ""},
		{1, inItself, driverImage, []string{"controller"}, "no EC2 IMDS role found"},
		{2, inItself, driverImage, []string{"controller"}, ""},
		{1, inItself, driverImage, []string{"node"}, ""}, // it falls back to the node object
		{1, inItself, driverImage, []string{"node", "--metadata-sources=kubernetes"}, ""},
		{1, inItself, driverImage, []string{"node", "--metadata-sources=imds"}, "are unavailable"},
		{1, inItself, "example.test/other:1", nil, ""},
	} {
		s := &Server{config: Config{Instance: filepath.Join(t.TempDir(), "instance.json")}}
		if err := (guest.Identity{MetadataHops: given.hops}).Write(s.config.Instance); err != nil {
			t.Fatal(err)
		}
		said := s.refusal(containerOf(podOf("p", given.image, given.pod), given.image, given.args...))
		if (given.says == "") != (said == "") || !strings.Contains(said, given.says) {
			t.Errorf("%d hops, %s %v: got %q, want %q", given.hops, given.image, given.args, said, given.says)
		}
	}
}

func TestGivenNoDescriptionOfTheInstanceWhenAPodNeedsItsMetadataThenItStarts(t *testing.T) {
	s := &Server{config: Config{Instance: filepath.Join(t.TempDir(), "none.json")}}
	if said := s.refusal(containerOf(podOf("p", balancersImage), balancersImage)); said != "" {
		t.Error(said)
	}
}

func containerOf(pod *corev1.Pod, image string, args ...string) *container {
	return &container{image: image, config: &v1.ContainerConfig{Args: args}, sandbox: &sandbox{config: (&machine{}).sandboxConfig(pod)}}
}
