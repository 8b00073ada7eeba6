package standin

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestGivenTheTableOfStandInsWhenComparedWithTheDocumentThenBothListTheSame(t *testing.T) {
	document, err := os.ReadFile("../../MACHINES.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(document), "## Stand-ins")
	table, _, _ = strings.Cut(table, "\n## ")
	var listed []string
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|").FindAllStringSubmatch(table, -1) {
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
			listed = append(listed, name[1])
		}
	}
	known := slices.Clone(Installed)
	for name := range Programs {
		known = append(known, name)
	}
	slices.Sort(listed)
	slices.Sort(known)
	if !slices.Equal(listed, known) {
		t.Errorf("MACHINES.md lists %v\nthe table has %v", listed, known)
	}
}

func TestGivenARepositoryKeysAddressWhenCurlIsAskedThenOnlyThoseArePretended(t *testing.T) {
	for address, wanted := range map[string]bool{
		"https://pkgs.k8s.io/core:/stable:/v1.36/deb/Release.key": true, "https://download.docker.com/linux/ubuntu/gpg": true,
		"https://127.0.0.1:6443/healthz": false, "https://pkgs.k8s.io/": false, "-o": false} {
		if repositoryKey(address) != wanted {
			t.Errorf("%s", address)
		}
	}
}

func TestGivenASudoCommandLineWhenParsedThenOptionsEndAtTheCommand(t *testing.T) {
	call, err := parseSudo([]string{"-n", "-E", "-u", "someone", "A=b", "ls", "-n", "--", "C=d"})
	if err != nil || call.target != "someone" || !call.keep || !slices.Equal(call.settings, []string{"A=b"}) || !slices.Equal(call.command, []string{"ls", "-n", "--", "C=d"}) {
		t.Errorf("%+v %v", call, err)
	}
	if _, err := parseSudo([]string{"-Z"}); err == nil {
		t.Error("an unknown option was taken")
	}
}
