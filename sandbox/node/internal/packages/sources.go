package packages

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// source is one repository of the sources lists.
type source struct {
	uri, suite string
	signedBy   string
}

var (
	kubernetesURI = regexp.MustCompile(`(?i)(pkgs\.k8s\.io|kubernetes|core).*v\d+\.\d+/deb`)
	kubernetesTag = regexp.MustCompile(`v(\d+\.\d+)/deb`)
	dockerURI     = regexp.MustCompile(`(?i)docker|linux/(ubuntu|debian)`)
	option        = regexp.MustCompile(`\[([^\]]*)\]`)
)

// readSources reads /etc/apt/sources.list.d in both forms, one-line and deb822.
func readSources(root string) ([]source, error) {
	var all []source
	for _, pattern := range []string{"etc/apt/sources.list", "etc/apt/sources.list.d/*.list", "etc/apt/sources.list.d/*.sources"} {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			if strings.HasSuffix(path, ".sources") {
				all = append(all, deb822(string(content))...)
				continue
			}
			listed, err := oneLine(path, string(content))
			if err != nil {
				return nil, err
			}
			all = append(all, listed...)
		}
	}
	return all, nil
}

func oneLine(path, content string) ([]source, error) {
	var all []source
	for number, line := range strings.Split(content, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "deb-src") {
			continue
		}
		options := ""
		if match := option.FindStringSubmatch(line); match != nil {
			options = match[1]
		}
		words := strings.Fields(option.ReplaceAllString(line, ""))
		if len(words) < 3 || words[0] != "deb" {
			return nil, fmt.Errorf("E: Malformed entry %d in list file %s (Type)\nE: The list of sources could not be read.", number+1, path)
		}
		entry := source{uri: words[1], suite: words[2]}
		for _, word := range strings.Fields(options) {
			if value, found := strings.CutPrefix(word, "signed-by="); found {
				entry.signedBy = value
			}
		}
		all = append(all, entry)
	}
	return all, nil
}

func deb822(content string) []source {
	var all []source
	for _, stanza := range strings.Split(content, "\n\n") {
		fields := map[string]string{}
		for _, line := range strings.Split(stanza, "\n") {
			if name, value, found := strings.Cut(line, ":"); found && line[0] != ' ' && line[0] != '#' {
				fields[strings.ToLower(name)] = strings.TrimSpace(value)
			}
		}
		if fields["uris"] != "" && fields["enabled"] != "no" {
			all = append(all, source{fields["uris"], fields["suites"], fields["signed-by"]})
		}
	}
	return all
}

// origin tells which repository a source is, and for Kubernetes its minor version.
func (s source) origin() (Origin, string) {
	switch {
	case kubernetesURI.MatchString(s.uri):
		return Kubernetes, kubernetesTag.FindStringSubmatch(s.uri)[1]
	case dockerURI.MatchString(s.uri):
		return Docker, ""
	default:
		return Ubuntu, ""
	}
}

// unsigned is apt's complaint about a repository whose key is missing, or is not readable for apt's own user.
func (s source) unsigned(root string) string {
	if s.signedBy == "" || !filepath.IsAbs(s.signedBy) || readableByOthers(root, s.signedBy) {
		return ""
	}
	return fmt.Sprintf("W: GPG error: %s %s InRelease: The key(s) in the keyring %s are ignored as the file is not readable by user '_apt' executing apt-key.\n"+
		"E: The repository '%s %s InRelease' is not signed.", s.uri, s.suite, s.signedBy, s.uri, s.suite)
}

// readableByOthers tells whether a user who owns nothing can read the file: it has content and the mode o+r, and all folders
// above it o+x.
func readableByOthers(root, path string) bool {
	info, err := os.Stat(filepath.Join(root, path))
	if err != nil || info.Size() == 0 || info.Mode()&0o004 == 0 {
		return false
	}
	for folder := filepath.Dir(path); folder != "/"; folder = filepath.Dir(folder) {
		if info, err := os.Stat(filepath.Join(root, folder)); err != nil || info.Mode()&0o001 == 0 {
			return false
		}
	}
	return true
}
