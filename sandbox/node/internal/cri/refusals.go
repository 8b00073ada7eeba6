package cri

import (
	"fmt"
	"slices"
	"strings"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// refusals are the programs that exit at once on what they are told, and what they say then: by image name. Only what
// our own catalogue has to get right stands here.
var refusals = map[string]func(*v1.ContainerConfig) string{
	"aws-ebs-csi-driver": reservedVolumeTag,
	"atlantis":           missingCredentials,
}

// refusal is empty for a program that starts on this machine.
func (s *Server) refusal(c *container) string {
	why := refusal(c.image, c.config)
	if needs := withoutMetadata[imageName(c.image)]; why == "" && needs != nil && !s.reachesMetadata(c.sandbox.config) {
		return needs(c.config)
	}
	return why
}

// refusal is empty for a program that starts with what it is told.
func refusal(image string, config *v1.ContainerConfig) string {
	if refuses := refusals[imageName(image)]; refuses != nil {
		return refuses(config)
	}
	return ""
}

// reservedVolumeTag: the driver writes these tags itself (its pkg/driver/validation.go, version 1.64).
func reservedVolumeTag(config *v1.ContainerConfig) string {
	for _, tag := range strings.Split(flagOf(slices.Concat(config.GetCommand(), config.GetArgs()), "--extra-tags"), ",") {
		key, _, _ := strings.Cut(tag, "=")
		switch {
		case key == "CSIVolumeName" || key == "CSIVolumeSnapshotName" || key == "ebs.csi.aws.com/cluster-name":
			return fmt.Sprintf("Failed to create driver: invalid driver options: invalid extra tags: tag key '%s' is reserved", key)
		case strings.HasPrefix(key, "kubernetes.io"):
			return "Failed to create driver: invalid driver options: invalid extra tags: tag key prefix 'kubernetes.io' is reserved"
		case strings.HasPrefix(key, "ebs.csi.aws.com/"):
			return "Failed to create driver: invalid driver options: invalid extra tags: tag key prefix 'ebs.csi.aws.com/' is reserved"
		}
	}
	return ""
}

// missingCredentials: the server starts with those of one host of repositories, whatever they are worth.
func missingCredentials(config *v1.ContainerConfig) string {
	given := map[string]string{}
	for _, variable := range config.GetEnvs() {
		given[variable.GetKey()] = string(variable.GetValue())
	}
	for _, pair := range [][2]string{{"GH_USER", "GH_TOKEN"}, {"GH_APP_ID", "GH_APP_KEY_FILE"}, {"GITLAB_USER", "GITLAB_TOKEN"},
		{"BITBUCKET_USER", "BITBUCKET_TOKEN"}, {"AZUREDEVOPS_USER", "AZUREDEVOPS_TOKEN"}, {"GITEA_USER", "GITEA_TOKEN"}} {
		if given["ATLANTIS_"+pair[0]] != "" && given["ATLANTIS_"+pair[1]] != "" {
			return ""
		}
	}
	return "Error: --gh-user/--gh-token or --gh-app-id/--gh-app-key-file or --gitlab-user/--gitlab-token or " +
		"--bitbucket-user/--bitbucket-token or --azuredevops-user/--azuredevops-token or --gitea-user/--gitea-token must be set"
}

// flagOf is the value of a flag written as --name=value.
func flagOf(arguments []string, name string) string {
	for _, argument := range arguments {
		if value, found := strings.CutPrefix(argument, name+"="); found {
			return value
		}
	}
	return ""
}
